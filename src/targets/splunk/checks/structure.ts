// Which files may be in an app, and what they are called.
import { confName, confPaths } from './app-folder.ts';
import type { AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

const byPath = (
  app: AppFolder,
  bad: (path: string) => boolean,
  message: (path: string) => string,
  remedy: string,
): Finding[] =>
  app.paths.filter(bad).map((path) => ({ source: app.file(path), message: message(path), remedy }));

const LOOKUP = /\.(?:csv|csv\.default|csv\.gz|csv\.tgz|kmz|kml|mmdb|mlmodel)$/iu;
const STATIC = /^static\/[^/]+\.(?:png|txt|md)$/iu;
const UI = /(?:\/[^./]+|\.(?:xml|html|md|txt|spl2))$/iu;

// Files of Splunk's that an app of searches has business with; every other one configures the server.
const CONFS = new Set([
  'analyticstories',
  'app',
  'collections',
  'commands',
  'eventtypes',
  'fields',
  'macros',
  'props',
  'savedsearches',
  'searchbnf',
  'server',
  'tags',
  'transforms',
  'ui-tour',
  'visualizations',
  'workflow_actions',
]);
// Files of Splunk's that AppInspect refuses in an app.
const DENIED = new Set([
  'viewstates',
  'audit',
  'bookmarks',
  'crawl',
  'datatypesbnf',
  'default-mode',
  'deployment',
  'deploymentclient',
  'health',
  'instance.cfg',
  'limits',
  'literals',
  'messages',
  'passwords',
  'pubsub',
  'serverclass',
  'source-classifier',
  'sourcetypes',
  'splunk-launch',
  'telemetry',
  'user-seed',
  'wmi',
  'workload_pools',
  'workload_rules',
]);

/** Whether a .conf file belongs to Splunk; any other is the app's own. */
export function isSplunkConf(name: string): boolean {
  return CONFS.has(name) || DENIED.has(name) || SPLUNK_CONFS.has(name);
}
const SPLUNK_CONFS = new Set([
  'alert_actions',
  'authentication',
  'authorize',
  'checklist',
  'datamodels',
  'distsearch',
  'event_renderers',
  'federated',
  'global-banner',
  'indexes',
  'inputs',
  'segmenters',
  'metric_alerts',
  'metric_rollups',
  'multikv',
  'outputs',
  'procmon-filters',
  'regmon-filters',
  'restmap',
  'setup',
  'times',
  'transactiontypes',
  'ui-prefs',
  'user-prefs',
  'workload_policy',
  'web',
  'web-features',
]);

export const structureChecks: readonly Check[] = [
  {
    code: 'TSP1401',
    appInspect: 'check_that_splunk_app_package_does_not_contain_files_outside_of_app',
    severity: 'error',
    run: (app) =>
      app.name === ''
        ? []
        : app.given
            .filter((path) => !path.startsWith(`${app.name}/`))
            .map((path) => ({
              source: { name: path, text: '' },
              message: `\`${path}\` lies outside of the app's folder, \`${app.name}\``,
              ...(path.startsWith('.dependencies/') && {
                appInspect: 'check_that_splunk_app_package_has_valid_static_dependencies',
              }),
              remedy: 'put one app, and nothing else, into a package',
            })),
  },
  {
    code: 'TSP1402',
    appInspect: 'check_that_extracted_splunk_app_contains_default_app_conf_file',
    severity: 'error',
    run: (app) =>
      app.paths.includes('default/app.conf')
        ? []
        : [{ source: app.file('default/app.conf'), message: 'there is no `default/app.conf`' }],
  },
  {
    code: 'TSP1417',
    appInspect: 'check_that_extracted_splunk_app_does_not_contains_only_app_conf_file',
    severity: 'error',
    run: (app) =>
      app.paths.includes('default/app.conf') && app.paths.length === 1
        ? [
            {
              source: app.file('default/app.conf'),
              message: 'the app is nothing but its `app.conf`',
            },
          ]
        : [],
  },
  {
    code: 'TSP1403',
    appInspect: 'check_that_extracted_splunk_app_does_not_contain_prohibited_directories_or_files',
    severity: 'error',
    run: (app) =>
      app.given
        .filter((path) => path.startsWith(`${app.name}/`) || app.name === '')
        .filter((path) => /(?:^|\/)(?:\.|__MACOSX(?:\/|$))/u.test(path))
        .map((path) => ({
          source: { name: path, text: '' },
          message: `\`${path}\` is hidden or left over from another tool`,
          remedy: 'leave it out of the package',
        })),
  },
  {
    code: 'TSP1404',
    appInspect: 'check_that_local_does_not_exist',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => /^(?:local|users)\//u.test(path) || path === 'metadata/local.meta',
        (path) => `\`${path}\` belongs to one installation`,
        'move what everyone should have to `default`',
      ).map((finding) => ({ ...finding, appInspect: localCheck(finding.source.name) })),
  },
  {
    code: 'TSP1405',
    appInspect: 'check_filenames_for_spaces',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => /^(?:default|local)\/.*\s[^/]*\.(?:conf|xml)$/u.test(path),
        (path) => `the name of \`${path}\` holds a space`,
        'use `_` in its place',
      ),
  },
  {
    code: 'TSP1406',
    appInspect: 'check_metadata_allow_list',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) =>
          path.startsWith('metadata/') && !/^metadata\/(?:default|local)\.meta$/u.test(path),
        (path) => `\`${path}\` is no metadata file`,
        'keep only `default.meta` there',
      ),
  },
  {
    code: 'TSP1407',
    appInspect: 'check_static_directory_file_allow_list',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => path.startsWith('static/') && !STATIC.test(path),
        (path) => `\`${path}\` may not be in \`static\``,
        'keep only images there, without subfolders',
      ),
  },
  {
    code: 'TSP1408',
    appInspect: 'check_lookups_allow_list',
    severity: 'error',
    run: lookupProblems,
  },
  {
    code: 'TSP1409',
    appInspect: 'check_for_lookups_file_name',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => path.startsWith('lookups/') && app.paths.includes(`${path}.default`),
        (path) => `\`${path}\` stands beside \`${path}.default\``,
        'ship one of the two',
      ),
  },
  {
    code: 'TSP1410',
    appInspect: 'check_default_data_ui_file_allow_list',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => path.startsWith('default/data/ui/') && !UI.test(path),
        (path) => `\`${path}\` is no view, panel or navigation`,
        'move it elsewhere',
      ),
  },
  {
    code: 'TSP1411',
    appInspect: 'check_for_custom_mako_templates',
    severity: 'warning',
    run: (app) =>
      byPath(
        app,
        (path) => /^appserver\/(?:templates\/|modules\/.*\.html$)/u.test(path),
        (path) => `\`${path}\` is a page template of the app's own, which Splunk gives up`,
        'host the page in a view',
      ),
  },
  {
    code: 'TSP1412',
    appInspect: 'check_setup_xml',
    severity: 'error',
    run: (app) =>
      byPath(
        app,
        (path) => path === 'default/setup.xml',
        () => '`default/setup.xml` is a form that Splunk gave up',
        'make a view and name it in `setup_view`',
      ),
  },
  {
    code: 'TSP1413',
    appInspect: 'check_*_conf_deny_list',
    severity: 'error',
    run: (app) =>
      confPaths(app)
        .filter((path) => DENIED.has(confName(path)))
        .map((path) => ({
          source: app.file(path),
          message: `\`${path}\` configures the server, which an app may not`,
          remedy: 'remove the file',
          appInspect: denyListOf(confName(path)),
          ...(WARNED.has(confName(path)) && { severity: 'warning' as const }),
        })),
  },
];

function localCheck(path: string): string {
  if (path.endsWith('metadata/local.meta')) return 'check_for_local_meta';
  if (/(?:^|\/)users\//u.test(path)) return 'check_that_users_does_not_exist';
  return path.endsWith('local/passwords.conf')
    ? 'check_that_local_passwords_conf_does_not_exist'
    : 'check_that_local_does_not_exist';
}

// On the deny list, of which AppInspect only warns.
const WARNED = new Set(['bookmarks', 'passwords']);

function denyListOf(name: string): string {
  if (name === 'crawl') return 'check_introspection_of_cloud_filesystem';
  if (name === 'viewstates') return 'check_for_viewstates_conf';
  if (name === 'limits') return 'check_limits_conf';
  return `check_${name.replace(/[-.]/gu, '_')}_conf_deny_list`;
}

/** Files of a known kind, and text of any name: what is neither may be anything. */
function lookupProblems(app: AppFolder): Finding[] {
  return app.paths
    .filter((path) => path.startsWith('lookups/') && !LOOKUP.test(path))
    .filter((path) => app.text(path)?.text.includes('\0') !== false)
    .map((path) => ({
      source: app.file(path),
      message: `\`${path}\` is no lookup file`,
      remedy: 'keep only lookups there',
    }));
}
