// The named and numeric references of XML.

const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The text of `&name;` for the five names XML defines, without `&` and `;`; undefined for others. */
export function entity(name: string): string | undefined {
  return named.get(name);
}

/** Undoes one layer of escaping: the five names and numeric references. Anything else that begins with `&` is kept. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g,
    (whole, ...groups) => {
      const [decimal, hexadecimal, name] = groups as (string | undefined)[];
      if (name !== undefined) return named.get(name) ?? whole;
      const code =
        decimal === undefined
          ? Number.parseInt(hexadecimal ?? '', 16)
          : Number.parseInt(decimal, 10);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    },
  );
}
