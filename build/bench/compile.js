// What compiling costs: our part per query once warm, beside Microsoft's parser and binder, and the first query of all.
import { execFileSync } from 'node:child_process';
import { renderPlan } from '../../dist/engines/duckdb/render.js';
import { compile as compileKql, loadKusto } from '../../dist/kql/index.js';
import { compile as compileSpl, knowledge } from '../../dist/spl/index.js';
import { failed, median, skipped } from './compare.js';
import { corpusPath, jsonFile, jsonLines } from './corpora.js';
import { NOW, NOW_SECONDS, splunkColumns } from './process-events.js';

const KQL = 'compile KQL, our part (median)';
const SPL = 'compile SPL (median)';

/** Queries after which the code is warm. */
const WARM_UP = 150;

/** A catalog in which every table and column lies under its own name, so that plans over any table can be rendered. */
class AnyTable extends Map {
  get(name) {
    return { name, columns: new AnyColumn(), blank: new Set() };
  }
}
class AnyColumn extends Map {
  get(name) {
    return name;
  }
}
const anywhere = new AnyTable();

export async function benchCompile({ show }) {
  const rows = [...(await kql()), ...spl(), coldStart()];
  rows.forEach(show);
  return rows;
}

async function kql() {
  const path = corpusPath('kql/corpus.jsonl');
  if (!path) return [skipped(KQL, 'the corpus of real queries is absent')];
  const corpus = jsonLines(path);
  const kusto = await loadKusto();
  const microsoft = stopwatch(kusto, ['parse', 'bind']);
  const tables = new Map();
  let runs = 0;
  const once = ({ query, environment }) => {
    const product = environment === 'defender' ? 'defender' : 'sentinel';
    // What is bound once is kept by its text: each run has one of its own.
    const source = { name: 'corpus', text: `${query}\n// run ${String(++runs)}` };
    microsoft.reset();
    const start = performance.now();
    const { value } = compileKql(source, { now: NOW, environment: product, tables });
    if (!value) return undefined;
    renderPlan(value.plan, anywhere);
    const total = performance.now() - start;
    return { ours: total - microsoft.spent(), microsoft: microsoft.spent() };
  };
  const times = bestTimes(corpus, once);
  microsoft.restore();
  return summary(KQL, times, corpus.length, 3);
}

/**
 * The times of each query that compiles, once the code is warm: the least of three runs, because a busy machine only ever
 * adds to a few milliseconds.
 */
function bestTimes(corpus, once) {
  corpus.slice(0, WARM_UP).forEach(once);
  return corpus.flatMap((each) => {
    const first = once(each);
    if (!first) return [];
    const runs = [first, once(each), once(each)];
    const least = (side) => Math.min(...runs.map((run) => run[side]));
    return [
      {
        ours: least('ours'),
        ...(first.microsoft !== undefined && { microsoft: least('microsoft') }),
      },
    ];
  });
}

/** Takes the time spent inside methods of an object, until restored. */
function stopwatch(object, methods) {
  const originals = methods.map((name) => [name, object[name]]);
  let sum = 0;
  for (const [name, method] of originals) {
    object[name] = (...args) => {
      const start = performance.now();
      try {
        return method(...args);
      } finally {
        sum += performance.now() - start;
      }
    };
  }
  return {
    spent: () => sum,
    reset: () => {
      sum = 0;
    },
    restore: () => Object.assign(object, Object.fromEntries(originals)),
  };
}

function spl() {
  const path = corpusPath('spl/escu.jsonl');
  if (!path) return [skipped(SPL, 'the corpus of real searches is absent')];
  const corpus = jsonLines(path);
  const environment = {
    now: NOW_SECONDS,
    timezone: 'UTC',
    events: { name: 'events', columns: splunkColumns.map(({ name, type }) => ({ name, type })) },
    knowledge,
    macros: publishedMacros(corpus),
    lookups: publishedLookups(),
  };
  const once = ({ search }) => {
    const start = performance.now();
    const { value } = compileSpl({ name: 'corpus', text: search }, environment);
    if (!value) return undefined;
    const { lowering } = value;
    renderPlan(lowering.kind === 'plan' ? lowering.plan : lowering.probe, anywhere);
    return { ours: performance.now() - start };
  };
  const times = bestTimes(corpus, once);
  return summary(SPL, times, corpus.length, 1);
}

/** The published macros, and each detection's own `..._filter`, which is made with the app and lets everything through. */
function publishedMacros(corpus) {
  const path = corpusPath('spl/macros.json');
  const all = path ? Object.values(jsonFile(path)) : [];
  const filters = corpus.flatMap(({ search }) => search.match(/(?<=`)\w+_filter(?=`)/g) ?? []);
  return new Map([
    ...filters.map((name) => [name, { definition: 'search *' }]),
    ...all.map(({ name, definition, arguments: args = [] }) => [
      args.length === 0 ? name : `${name}(${args.length})`,
      { definition, ...(args.length > 0 && { args }) },
    ]),
  ]);
}

function publishedLookups() {
  const path = corpusPath('spl/lookups.json');
  return new Map(
    (path ? jsonFile(path) : []).map(({ name, csv_header: header }) => [
      name,
      { table: name, columns: (header ?? []).map((column) => ({ name: column, type: 'string' })) },
    ]),
  );
}

/** `ours` and `reference` are medians in milliseconds; the demand is on `ours`. */
function summary(name, times, queries, target) {
  if (times.length === 0) return [failed(name, `none of ${queries} compiles`)];
  const ours = times.map((each) => each.ours).sort((a, b) => a - b);
  const microsoft = times.flatMap((each) => each.microsoft ?? []);
  const middle = median(ours);
  const compared = microsoft.length > 0 && {
    reference: median(microsoft),
    ratio: middle / median(microsoft),
  };
  const late = ours[Math.floor(ours.length * 0.95)];
  return [
    {
      name,
      ours: middle,
      ...compared,
      target: `< ${target} ms`,
      met: middle < target,
      note: `${times.length} of ${queries} compile; 95 % within ${late.toFixed(1)} ms`,
    },
  ];
}

/** A process of its own for each: nothing is warm. */
function coldStart() {
  const script = `
const start = performance.now();
const { loadKusto, compile } = await import(${JSON.stringify(new URL('../../dist/kql/index.js', import.meta.url).href)});
await loadKusto();
const loaded = performance.now();
compile({ name: 'first', text: 'DeviceProcessEvents | where FileName =~ "a" | count' }, { now: ${NOW}n, environment: 'sentinel', tables: new Map() });
process.stdout.write(JSON.stringify([loaded - start, performance.now() - start]));`;
  const runs = [1, 2, 3].map(() =>
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        encoding: 'utf8',
      }),
    ),
  );
  const [loaded, first] = [0, 1].map((at) => median(runs.map((each) => each[at])));
  return {
    name: 'first KQL query of a process',
    ours: first,
    note: `loading alone ${loaded.toFixed(0)} ms`,
  };
}
