// Escaping as Windows does it in event XML, and its reverse.

export { entity, unescapeXml } from '../plan/functions/xml-entities.ts';

/** Character data: `& < >` only; quotes, CR, LF and TAB stay as they are. */
export function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}

/** An attribute value between single quotes. */
export function escapeAttribute(text: string): string {
  return /[&<>']/.test(text) ? escapeText(text).replaceAll("'", '&apos;') : text;
}

/** An attribute value between double quotes. */
export function escapeQuoted(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}
