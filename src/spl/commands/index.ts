// Every command. A file that is not listed here does not exist.
import type { Grammar } from '../syntax.ts';
import { accum } from './accum.ts';
import { addinfo } from './addinfo.ts';
import { addcoltotals, addtotals } from './addtotals.ts';
import { append } from './append.ts';
import { appendcols } from './appendcols.ts';
import { appendpipe } from './appendpipe.ts';
import { autoregress } from './autoregress.ts';
import { bin } from './bin.ts';
import { chart } from './chart.ts';
import type { Command } from './command.ts';
import { contingency } from './contingency.ts';
import { convert } from './convert.ts';
import { datamodel } from './datamodel.ts';
import { dedup } from './dedup.ts';
import { delta } from './delta.ts';
import { evaluate } from './eval.ts';
import { tags, typer } from './event-knowledge.ts';
import { eventstats } from './eventstats.ts';
import { extract } from './extract.ts';
import { fields } from './fields.ts';
import { fieldsummary } from './fieldsummary.ts';
import { filldown } from './filldown.ts';
import { fillnull } from './fillnull.ts';
import { foreach } from './foreach.ts';
import { format, returnRows } from './format.ts';
import { from } from './from.ts';
import { fromjson } from './fromjson.ts';
import { gentimes } from './gentimes.ts';
import { head } from './head.ts';
import { collect, outputcsv, outputlookup, sendalert, sendemail } from './inert.ts';
import { inputlookup } from './inputlookup.ts';
import { iplocation } from './iplocation.ts';
import { join } from './join.ts';
import { lookup } from './lookup.ts';
import { makecontinuous } from './makecontinuous.ts';
import { makemv } from './makemv.ts';
import { makeresults } from './makeresults.ts';
import { map } from './map.ts';
import { metadata, metasearch } from './metadata.ts';
import { mstats } from './mstats.ts';
import { multikv } from './multikv.ts';
import { mvcombine } from './mvcombine.ts';
import { mvexpand } from './mvexpand.ts';
import { nomv } from './nomv.ts';
import { rangemap } from './rangemap.ts';
import { refused } from './refused.ts';
import { regex } from './regex.ts';
import { rename } from './rename.ts';
import { replace } from './replace.ts';
import { reverse } from './reverse.ts';
import { rex } from './rex.ts';
import { search } from './search.ts';
import { set } from './set.ts';
import { fieldformat, setfields } from './setfields.ts';
import { sort } from './sort.ts';
import { spath } from './spath.ts';
import { stats } from './stats.ts';
import { strcat } from './strcat.ts';
import { streamstats } from './streamstats.ts';
import { table } from './table.ts';
import { tail } from './tail.ts';
import { timechart } from './timechart.ts';
import { tojson } from './tojson.ts';
import { rare, top } from './top.ts';
import { transaction } from './transaction.ts';
import { transpose } from './transpose.ts';
import { trendline } from './trendline.ts';
import { tstats } from './tstats.ts';
import { multisearch, union } from './union.ts';
import { untable } from './untable.ts';
import { where } from './where.ts';
import { xmlkv } from './xmlkv.ts';
import { xpath } from './xpath.ts';
import { xyseries } from './xyseries.ts';

export const commands: readonly Command[] = [
  accum,
  addcoltotals,
  addinfo,
  addtotals,
  append,
  appendcols,
  appendpipe,
  autoregress,
  bin,
  chart,
  collect,
  contingency,
  convert,
  datamodel,
  dedup,
  delta,
  evaluate,
  eventstats,
  extract,
  fieldformat,
  fields,
  fieldsummary,
  filldown,
  fillnull,
  foreach,
  format,
  from,
  fromjson,
  gentimes,
  head,
  inputlookup,
  iplocation,
  join,
  lookup,
  makecontinuous,
  makemv,
  makeresults,
  map,
  metadata,
  metasearch,
  mstats,
  multikv,
  multisearch,
  mvcombine,
  mvexpand,
  nomv,
  outputcsv,
  outputlookup,
  rangemap,
  rare,
  regex,
  rename,
  replace,
  returnRows,
  reverse,
  rex,
  search,
  sendalert,
  sendemail,
  set,
  setfields,
  sort,
  spath,
  stats,
  strcat,
  streamstats,
  table,
  tags,
  tail,
  timechart,
  tojson,
  top,
  transaction,
  transpose,
  trendline,
  tstats,
  typer,
  union,
  untable,
  where,
  xmlkv,
  xpath,
  xyseries,
  ...refused,
];

const byName = new Map<string, Command>();
for (const command of commands) {
  for (const name of [command.name, ...(command.aliases ?? [])]) {
    if (byName.has(name)) throw new Error(`SPL command ${name} is declared twice`);
    byName.set(name, command);
  }
}

export const commandNamed = (name: string): Command | undefined => byName.get(name);

/** What the parser needs to know of the commands. */
export const grammar: Grammar = new Map(
  [...byName].map(([name, command]) => [name, { name: command.name, syntax: command.syntax }]),
);
