// README.md inside the app: what an admin does from the package in hand to the first alert, in the order of doing it.
import type { Pack } from '../../../strategy/index.ts';
import { addOnFor } from './add-ons.ts';
import type { Shipped } from './app-files.ts';
import { oneLine, type Macro } from './macros.ts';
import { markup } from './markup.ts';
import type { EmittedSearch } from './saved-search.ts';
import { requiredVersion, type SplunkTarget } from './target.ts';

export interface ReadmeParts {
  readonly pack: Pack;
  readonly target: SplunkTarget;
  readonly searches: readonly EmittedSearch[];
  readonly macros: ReadonlyMap<string, Macro>;
  readonly shipped: Shipped;
}

export function appReadme({ pack, target, searches, macros, shipped }: ReadmeParts): string {
  return [
    `# ${oneLine(pack.title)}`,
    '',
    oneLine(pack.description),
    '',
    ...before(target, macros),
    ...install(pack),
    ...setUp(shipped),
    ...firstAlert(pack, target),
    ...known(),
    ...dashboards(),
    ...table(searches),
  ].join('\n');
}

function before(target: SplunkTarget, macros: ReadonlyMap<string, Macro>): string[] {
  const sources = [...macros.values()]
    .filter(({ kind }) => kind === 'source')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, definition }) =>
      row([
        code(name),
        code(definition),
        words(addOnFor(definition) ?? 'the one for these events'),
      ]),
    );
  return [
    '## Before you install',
    '',
    `- Splunk Enterprise ${requiredVersion(target).replace('>=', '')} or later, or Splunk Cloud.`,
    '- The data, and on the search heads the add-on that makes its fields: this app brings no field extractions of its own,',
    '  so that an alert and its events show the same fields in every app. An add-on that keeps its fields to itself (not',
    '  shared with all apps) does not serve.',
    '- A role with the capabilities `admin_all_objects` or `edit_local_apps` (`sc_admin` in Splunk Cloud) to set it up.',
    '',
    ...(sources.length > 0
      ? ['| source macro | events, as shipped | add-on |', '| --- | --- | --- |', ...sources, '']
      : []),
  ];
}

function install({ id }: Pack): string[] {
  return [
    '## Installing',
    '',
    '- One search head: Apps > Manage Apps > Install app from file. No restart is needed.',
    `- A search head cluster: unpack it to \`etc/shcluster/apps/${id}\` on the deployer and push the bundle.`,
    '- Splunk Cloud: Apps > Manage Apps > Install private app.',
    '- Indexers and forwarders need nothing of it.',
    '',
    'Every search is switched off at first.',
    '',
  ];
}

function setUp({ setupPage }: Shipped): string[] {
  const steps = setupPage
    ? [
        'Open the app: until it is set up, its setup page comes first, and later it is in the navigation.',
        '',
        '1. *Data sources*: name the indexes that hold the events. The last 24 hours show how many there are, and which of',
        '   the fields that the searches compare.',
        '2. *Detections*: each search is *ready*, or without data, without a field, or heavy. A dry run counts what it would',
        '   have found in the last 24 hours. Switch on what is ready and quiet.',
        '3. *Allow-lists*: name what is known to be good here.',
        '4. *Schedules*: how many searches start in each hour.',
        '5. *Review*: every change that will be written, before it is.',
      ]
    : [
        '1. Settings > Advanced search > Search macros: let each source macro name the indexes that hold the events.',
        '2. Open the search behind a detection, run it over the last 24 hours, and look at what it finds.',
        '3. Settings > Searches, reports, and alerts: enable it.',
      ];
  return ['## Setting up', '', ...steps, ''];
}

function firstAlert({ id }: Pack, { edition }: SplunkTarget): string[] {
  const where =
    edition === 'es'
      ? [
          'With Enterprise Security a detection raises a finding (a notable event), and lays risk on the users and hosts that',
          "it names. Without it the alerts are Splunk's own, and the lists by host and user on *Overview*, which are made of",
          'findings, stay empty: an app built for the edition `enterprise` fills them from the index `summary`.',
        ]
      : [
          'Results are kept in the index `summary` (Splunk has it; what is written there costs no licence). To be told of',
          'alerts, add an action such as email to the search under Settings > Searches, reports, and alerts. The action that',
          'keeps results can be taken off there too: *Overview* then has no lists by host and user.',
        ];
  return [
    '## The first alert',
    '',
    ...where,
    '',
    '- Alerts that were raised are listed under Activity > Triggered Alerts and on the dashboard *Overview*.',
    '- Every strategy says under *Validation* on the dashboard *Strategy* how to make its search fire: do that on a test',
    '  machine, and wait for the next run (the schedules are below).',
    '- Nothing came? *Health* shows whether the search ran, and *Coverage* whether its data arrives. An event that was',
    `  indexed after its search had run is not seen; \`index=_internal sourcetype=scheduler app="${id}"\` shows every run.`,
    '',
  ];
}

function known(): string[] {
  return [
    '## Leaving out what is known to be good',
    '',
    'Each search ends in a macro of its own, `<id>_filter`, which keeps every result. Write conditions there, such as',
    '`search NOT user="svc_backup"`: local changes to macros stay when the app is upgraded, as do allow-lists that the',
    'setup page wrote.',
    '',
  ];
}

function dashboards(): string[] {
  return [
    '## Dashboards',
    '',
    'Overview: alerts over time, by technique, host and user, and from there the events. Coverage: the ATT&CK techniques of',
    'the pack and whether their data arrives. Health: runs, skipped runs, and searches that never fired. Strategy: the',
    'document behind an alert. Overview and Health read the indexes `_audit` and `_internal`, for which a role needs leave.',
    '',
  ];
}

function table(searches: readonly EmittedSearch[]): string[] {
  const rows = searches.map(({ strategy, stanza, cron }) => {
    const attack = [...new Set(strategy.attack.map((ref) => ref.technique ?? ref.tactic ?? ''))];
    return row([words(stanza.name), strategy.severity, words(attack.join(', ')), code(cron)]);
  });
  return [
    '## Searches',
    '',
    '| search | severity | ATT&CK | schedule |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function words(text: string): string {
  return markup(oneLine(text));
}

/** A code span, in one backtick more than stand together in its text. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? fence + line + fence : `${fence} ${line} ${fence}`;
}
