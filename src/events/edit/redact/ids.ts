// Ids that stand for an organisation, a machine or an account, wherever they occur: found by the fields that hold them.

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;

const ownerField =
  /(?:tenant|subscription|organi[sz]ation|machine|device|workspace|object|principal|user|account|customer|client|app|directory)_?(?:guid|id|key)$/i;

/** Sysmon makes the first part of its GUIDs of processes and sessions from the machine. */
const sysmonField = /^(?:source|target|parent)?processguid$/i;

const accountNumber = /^\d{12}$/;
const accessKey = /^(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,17}$/;

/** Identifiers in a text that stands in a field of that name, in lower case; `machine` is a part of GUIDs. */
export function idIn(
  text: string,
  field: string,
): { readonly id: string } | { readonly machine: string } | undefined {
  const whole = text.trim();
  if (field.length > 100 || whole.length > 100) return undefined;
  const found = guid.exec(whole)?.[1]?.toLowerCase();
  if (found !== undefined && !isPublic(found)) {
    if (sysmonField.test(field)) return { machine: found.slice(0, 8) };
    return ownerField.test(field) ? { id: found } : undefined;
  }
  if (accessKey.test(whole)) return { id: whole.toLowerCase() };
  return accountNumber.test(whole) && /account_?id$/i.test(field) ? { id: whole } : undefined;
}

/** Nothing, and what every Microsoft tenant has. */
function isPublic(id: string): boolean {
  return /^0{8}-/.test(id) || id.endsWith('-0000-0000-c000-000000000000');
}

/** Another id of the same form; `hex` gives digits of a digest. */
export function idLike(id: string, hex: (digits: number) => string): string {
  const digits = hex(32);
  if (/^\d+$/.test(id)) return BigInt(`0x${digits}`).toString().slice(-id.length);
  if (!id.includes('-')) return id.slice(0, 4) + digits.slice(0, id.length - 4);
  let at = 0;
  return id.replace(/[0-9a-f]/g, () => digits.charAt(at++));
}
