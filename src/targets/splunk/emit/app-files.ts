// The files that make a folder a Splunk app: app.conf, app.manifest, default.meta, navigation.
import type { Pack } from '../../../strategy/index.ts';
import type { Diagnostic, Source } from '../../../text/index.ts';
import type { Conf } from '../conf/conf.ts';
import { diagnose } from '../messages.ts';
import { prettyJson } from './json.ts';
import { oneLine } from './macros.ts';
import { requiredVersion, type SplunkTarget } from './target.ts';

/** What the shipped files add to the app. */
export interface Shipped {
  readonly setupPage: boolean;
}

const VERSION = /^(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?$/u;

// Names that Windows keeps for devices, and apps that come with Splunk: an app may have none of these ids.
const RESERVED =
  /^(con|prn|aux|nul|com\d|lpt\d|search|launcher|framework|gettingstarted|learned|legacy|sample_app|user-prefs|introspection_generator_addon|alert_webhook|alert_logevent|appsbrowser|splunk_\w+|splunkforwarder|splunklightforwarder|default|local|system)$/iu;

/** Findings about the pack's id, version and label. */
export function packProblems(pack: Pack, config: Source): Diagnostic[] {
  const found: Diagnostic[] = [];
  const reason = idProblem(pack.id);
  if (reason !== undefined) {
    found.push(diagnose('TSP1012', config, undefined, { name: pack.id, reason }));
  }
  if (!VERSION.test(pack.version)) {
    found.push(diagnose('TSP1013', config, undefined, { version: pack.version }));
  }
  const label = labelOf(pack);
  if (label !== oneLine(pack.title)) {
    found.push(diagnose('TSP1018', config, undefined, { name: label }));
  }
  return found;
}

function idProblem(id: string): string | undefined {
  if (!/^[A-Za-z]\w*$/u.test(id)) return 'holds something other than letters, digits and `_`';
  if (RESERVED.test(id)) return 'belongs to Splunk or to the operating system';
  return id.length > 64 ? 'is longer than 64 characters' : undefined;
}

/** Splunk wants 5 to 80 characters. */
function labelOf(pack: Pack): string {
  const title = oneLine(pack.title);
  return title.length < 5 ? `${title} detections`.trim() : title.slice(0, 80).trim().toWellFormed();
}

/** Three numbers, as Splunk wants them: `1.4` becomes `1.4.0`. */
function threeNumbers(version: string): string {
  return /^\d+\.\d+$/u.test(version) ? `${version}.0` : version;
}

/** A whole number that grows with a version of two or three numbers; 1 for any other. */
export function growingNumber(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = threeNumbers(version).split('.');
  const number = Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(patch);
  return String(Number.isSafeInteger(number) ? Math.max(1, number) : 1);
}

export function appConf(pack: Pack, shipped: Shipped): Conf {
  const description = oneLine(pack.description || pack.title)
    .slice(0, 200)
    .toWellFormed()
    .trim();
  const setup = shipped.setupPage ? [{ key: 'setup_view', value: 'setup' }] : [];
  return [
    {
      name: 'install',
      settings: [
        { key: 'is_configured', value: '0' },
        // Browsers keep static files by this number.
        { key: 'build', value: growingNumber(pack.version) },
        { key: 'state_change_requires_restart', value: '0' },
      ],
    },
    {
      name: 'package',
      settings: [
        { key: 'id', value: pack.id },
        { key: 'check_for_updates', value: '0' },
      ],
    },
    {
      name: 'id',
      settings: [
        { key: 'name', value: pack.id },
        { key: 'version', value: threeNumbers(pack.version) },
      ],
    },
    {
      name: 'launcher',
      settings: [
        { key: 'author', value: oneLine(pack.author) },
        { key: 'description', value: description.replace(/\\+$/u, '') },
        { key: 'version', value: threeNumbers(pack.version) },
      ],
    },
    {
      name: 'ui',
      settings: [
        { key: 'is_visible', value: '1' },
        { key: 'show_in_nav', value: '1' },
        { key: 'label', value: labelOf(pack) },
        { key: 'supported_themes', value: 'light, dark' },
        ...setup,
      ],
    },
  ];
}

/** app.manifest, schema 2.0.0. Only what search heads need: the app has no inputs and no indexes. */
export function appManifest(pack: Pack, target: SplunkTarget): string {
  return prettyJson({
    schemaVersion: '2.0.0',
    info: {
      title: labelOf(pack),
      id: { group: null, name: pack.id, version: threeNumbers(pack.version) },
      author: [{ name: oneLine(pack.author) || 'Unknown', email: null, company: null }],
      releaseDate: null,
      description: oneLine(pack.description || pack.title),
      classification: {
        intendedAudience: 'Security',
        categories: ['Security, Fraud & Compliance'],
        developmentStatus: 'Production/Stable',
      },
      commonInformationModels: null,
      license: { name: null, text: 'LICENSE.txt', uri: null },
      privacyPolicy: { name: null, text: null, uri: null },
      releaseNotes: { name: 'README', text: 'README.md', uri: null },
    },
    dependencies: null,
    tasks: null,
    inputGroups: null,
    incompatibleApps: null,
    platformRequirements: { splunk: { Enterprise: requiredVersion(target) } },
    supportedDeployments: ['_standalone', '_distributed', '_search_head_clustering'],
    targetWorkloads: ['_search_heads'],
  });
}

const EVERYONE_READS = { key: 'access', value: 'read : [ * ], write : [ admin, sc_admin ]' };
const ADMINS_ONLY = {
  key: 'access',
  value: 'read : [ admin, sc_admin ], write : [ admin, sc_admin ]',
};
const EXPORTED = { key: 'export', value: 'system' };

/** metadata/default.meta: searches and what they use are exported, so that Enterprise Security shows and runs them. */
export function defaultMeta(shipped: Shipped): Conf {
  const exported = ['macros', 'transforms', 'lookups'].map((name) => ({
    name,
    settings: [EXPORTED],
  }));
  return [
    { name: 'savedsearches', settings: [EXPORTED, { key: 'owner', value: 'nobody' }] },
    ...exported,
    { name: 'views', settings: [EVERYONE_READS] },
    ...(shipped.setupPage ? [{ name: 'views/setup', settings: [ADMINS_ONLY] }] : []),
  ];
}

/** The text of the `[]` stanza, which a .conf writer cannot express: what holds for every object of the app. */
export const META_HEAD = `[]\n${EVERYONE_READS.key} = ${EVERYONE_READS.value}\nexport = none\n`;

export function navigation(shipped: Shipped): string {
  const setup = shipped.setupPage ? ['  <view name="setup" />'] : [];
  return [
    '<nav search_view="search" color="#1a5d57">',
    '  <view name="overview" default="true" />',
    '  <view name="coverage" />',
    '  <view name="health" />',
    '  <view name="strategy" />',
    '  <view name="search" />',
    '  <view name="alerts" />',
    ...setup,
    '</nav>',
    '',
  ].join('\n');
}
