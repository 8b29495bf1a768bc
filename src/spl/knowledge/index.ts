// Knowledge objects that are there without an app's own: fields, event types, tags, data models, macros.
import type { Knowledge } from '../environment.ts';
import { dataModels } from './data-models.ts';
import { derivableNames, derivedField } from './derived.ts';
import {
  dataModelByTags,
  eventTypeNames,
  eventTypeSearch,
  tagNames,
  tagSearch,
} from './event-types.ts';
import { knownLookup } from './lookups.ts';
import { knownMacro, knownMacroNames } from './macros.ts';

export { dataModels } from './data-models.ts';
export { derivedNames, origins } from './derived.ts';
export { eventTypes } from './event-types.ts';
export { fieldsOfEvent, knownFields } from './known-fields.ts';
export type { WindowsEvent } from './windows-events.ts';
export type { Origin } from './origin.ts';

/** What the common add-ons, the Common Information Model and the security content bring. */
export const knowledge: Knowledge = {
  field: derivedField,
  fieldNames: derivableNames,
  eventtype: eventTypeSearch,
  tag: tagSearch,
  eventtypeNames: eventTypeNames,
  tagNames,
  datamodel: dataModelByTags,
  datamodelNames: () => dataModels.map((each) => each.name),
  macro: knownMacro,
  macroNames: knownMacroNames,
  lookup: knownLookup,
};
