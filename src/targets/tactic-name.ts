// ATT&CK's tactics as Microsoft's products spell them.
import { tacticOf } from '../strategy/index.ts';

/** `PrivilegeEscalation`, `CommandAndControl` for an id, a name or both, as a document has it. */
export function tacticName(written: string): string {
  const id = /\bTA\d{4}\b/i.exec(written)?.[0];
  const name = tacticOf(id ?? written)?.name ?? written;
  return name.replace(/\band\b/, 'And').replace(/[^A-Za-z]/g, '');
}
