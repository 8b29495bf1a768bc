// Which files of the checkout ship in every app, and where.

// The page's sources and what configures their build; everything else under splunk_app/ ships as it is.
const NOT_SHIPPED = /^setup\/|^tsconfig\.json$|^README\.md$|(?:^|\/)\./u;

/**
 * The path inside the app of a file found at `path` (with `/`) under `splunk_app/` or `dist/splunk_app/`, or undefined
 * when it does not ship.
 */
export function shippedAs(path: string): string | undefined {
  return NOT_SHIPPED.test(path) ? undefined : path;
}
