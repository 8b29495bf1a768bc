// What a piece of text looks like: an address block, a length of time.

/** `10.0.0.0/8`, `fe80::/10`. */
export function isCidr(text: string): boolean {
  return (
    /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(text) ||
    /^[0-9a-fA-F:]*:[0-9a-fA-F:.]*\/\d{1,3}$/.test(text)
  );
}
