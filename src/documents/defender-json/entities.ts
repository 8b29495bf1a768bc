// What a custom detection says its alerts are about, by Sentinel's names. Graph names a column per property
// (`hosts: [{ nameColumn: DeviceName }]`); the former shape lists impacted assets instead.
import { graphEntities, type EntityMapping } from '../../strategy/index.ts';
import { record } from '../blank.ts';
import type { Fields, Reading } from '../fields.ts';
import { notCarried } from '../import-messages.ts';
import { reportOthers } from '../import-notes.ts';

/** Graph's property to Sentinel's type and identifier. Of two identifiers for one property the first stands for it. */
const identifiers: ReadonlyMap<string, readonly [type: string, identifier: string]> = new Map(
  [...graphEntities].reverse().flatMap(([type, { name, columns }]) =>
    Object.entries(columns)
      .reverse()
      .map(([identifier, property]) => [`${name}.${property}`, [type, identifier]] as const),
  ),
);

/** What a detection calls a mapping within itself. */
const LABEL = 'id';

/** Properties that a detection gets by itself from a column of that name. */
const IMPLIED: ReadonlyMap<string, string> = new Map([['hosts.deviceIdColumn', 'DeviceId']]);

/** The mappings of `entityMappings`; what has no identifier in Sentinel is reported. */
export function entitiesOf(reading: Reading, template: Fields): EntityMapping[] {
  const groups = template.object('entityMappings');
  const found = (groups?.keys() ?? []).flatMap((group) =>
    (groups?.objects(group) ?? []).flatMap((mapping) => mappingsOf(reading, group, mapping)),
  );
  const lists = (groups?.keys() ?? []).filter((each) => Array.isArray(groups?.raw(each)));
  if (groups) reportOthers(reading, groups, 'entityMappings', ['@odata.type', ...lists]);
  for (const asset of template.objects('impactedAssets')) {
    const { source, diagnostics } = reading;
    diagnostics.push(
      notCarried(
        { source, span: asset.span() },
        { name: 'impactedAssets', what: 'custom detection' },
      ),
    );
  }
  return found;
}

function mappingsOf(
  { source, diagnostics }: Reading,
  group: string,
  mapping: Fields,
): EntityMapping[] {
  const types = new Map<string, [string, string][]>();
  for (const [property, column] of mapping.keys().flatMap((key): [string, string][] => {
    const column = key === LABEL ? undefined : mapping.text(key);
    return column === undefined || column === '' ? [] : [[key, column]];
  })) {
    const name = `${group}.${property}`;
    const known = identifiers.get(name);
    if (known) types.set(known[0], [...(types.get(known[0]) ?? []), [known[1], column]]);
    else if (IMPLIED.get(name) !== column && !property.startsWith('@')) {
      const at = { source, span: mapping.span(property) };
      diagnostics.push(notCarried(at, { name, what: 'custom detection' }));
    }
  }
  return [...types].map(([type, columns]) => ({ type, columns: record(columns) }));
}
