// The facts of MITRE ATT&CK Enterprise, offline (data/attack.json, made by build/attack-table.py).
import { readFileSync } from 'node:fs';
import { nearest } from '../text/index.ts';

export interface Tactic {
  readonly id: string;
  /** As in STIX: `privilege-escalation`. */
  readonly shortname: string;
  readonly name: string;
}

export interface Technique {
  /** `T1053` or, a sub-technique, `T1053.005`. */
  readonly id: string;
  /** Of a sub-technique its own name alone: `Scheduled Task`. */
  readonly name: string;
  /** Ids of the tactics it serves. */
  readonly tactics: readonly string[];
  readonly retired?: 'revoked' | 'deprecated';
  readonly replacedBy?: string;
}

interface Table {
  readonly release: string;
  readonly tactics: readonly Tactic[];
  readonly techniques: readonly Technique[];
}

interface Index {
  readonly table: Table;
  readonly tactics: ReadonlyMap<string, Tactic>;
  readonly techniques: ReadonlyMap<string, Technique>;
  readonly names: ReadonlyMap<string, Technique>;
}

let loaded: Index | undefined;

function index(): Index {
  if (loaded) return loaded;
  const file = new URL('./data/attack.json', import.meta.url);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Table;
  const tactics = new Map<string, Tactic>();
  for (const tactic of table.tactics) {
    for (const key of [tactic.id, tactic.shortname, tactic.name]) tactics.set(plain(key), tactic);
  }
  const techniques = new Map(table.techniques.map((each) => [each.id, each]));
  loaded = { table, tactics, techniques, names: namesOf(table, techniques) };
  return loaded;
}

/** Names that mean one technique: its own where no other has it, and `Parent: Child` for a sub-technique. */
function namesOf(
  table: Table,
  techniques: ReadonlyMap<string, Technique>,
): ReadonlyMap<string, Technique> {
  const own = new Map<string, Technique | undefined>();
  const full = new Map<string, Technique>();
  for (const technique of table.techniques.filter((each) => !each.retired)) {
    const key = plain(technique.name);
    const parent = techniques.get(parentOf(technique.id));
    if (parent && parent !== technique)
      full.set(plain(`${parent.name} ${technique.name}`), technique);
    // A technique outranks sub-techniques of its name; two sub-techniques of one name are told apart by the full one.
    const known = own.get(key);
    if (!own.has(key) || !isSubTechnique(technique.id)) own.set(key, technique);
    else if (known && isSubTechnique(known.id)) own.set(key, undefined);
  }
  for (const [key, technique] of own) if (technique) full.set(key, technique);
  return full;
}

/** Letters and digits alone, in lower case: `Scheduled Task/Job - At` and `scheduled task job: at` are one. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The release of ATT&CK that the table was made from: `17.0`. */
export function attackRelease(): string {
  return index().table.release;
}

/** By id (`TA0003`), shortname (`privilege-escalation`) or name (`PrivilegeEscalation`), in any case and spacing. */
export function tacticOf(text: string): Tactic | undefined {
  return index().tactics.get(plain(text));
}

/** By id (`T1053.005`, any case) or by name (`Scheduled Task/Job: Scheduled Task`). */
export function techniqueOf(text: string): Technique | undefined {
  const { techniques, names } = index();
  return techniques.get(text.trim().toUpperCase()) ?? names.get(plain(text));
}

/** All tactics, by id. */
export function tactics(): readonly Tactic[] {
  return index().table.tactics;
}

/** All techniques and sub-techniques, by id. */
export function techniques(): readonly Technique[] {
  return index().table.techniques;
}

/** Whether the text has the form of a technique's id. */
export function isTechniqueId(text: string): boolean {
  return /^T\d{4}(?:\.\d{3})?$/.test(text);
}

export function isSubTechnique(id: string): boolean {
  return id.includes('.');
}

/** `T1053` of `T1053.005`; an id without a dot is its own. */
export function parentOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

/** Ids or names of tactics like the text, in the text's own way of naming them. */
export function nearestTactics(text: string): string[] {
  const byId = /^TA\d/i.test(text.trim());
  const near = nearest(
    text,
    tactics().map((each) => (byId ? each.id : each.name)),
  );
  return near.map((each) => (byId ? `${each} ${tacticOf(each)?.name ?? ''}` : each));
}

/** Techniques like the text, as `T1053 Scheduled Task/Job`. */
export function nearestTechniques(text: string): string[] {
  const byId = /^T\d/i.test(text.trim());
  const parent = index().techniques.get(parentOf(text.trim().toUpperCase()));
  // Among numbers a near one means nothing; only the parent of a sub-technique does.
  if (isTechniqueId(text)) return parent && isSubTechnique(text) ? [describe(parent)] : [];
  const known = techniques().map((each) => (byId ? each.id : each.name));
  return nearest(text, known).map((each) => {
    const technique = techniqueOf(each);
    return technique ? describe(technique) : each;
  });
}

function describe(technique: Technique): string {
  return `${technique.id} ${technique.name}`;
}
