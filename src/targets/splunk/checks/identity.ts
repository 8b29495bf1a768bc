// app.conf, app.manifest and default.meta: who the app is, and who may change it.
import { appSetting, type AppFolder, type Placed } from './app-folder.ts';
import type { Check, Finding } from './check.ts';
import { isTrue } from '../read/app.ts';

const SEMVER = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:[-+][\w.+-]+)?$/u;
const SPLUNK_APPS = new Set([
  'alert_logevent',
  'alert_webhook',
  'SplunkDeploymentServerConfig',
  'SplunkForwarder',
  'SplunkLightForwarder',
  'appsbrowser',
  'framework',
  'gettingstarted',
  'launcher',
  'learned',
  'legacy',
  'sample_app',
  'search',
  'splunk_archiver',
  'splunk_httpinput',
  'splunk_instrumentation',
  'splunk_monitoring_console',
  'splunk_secure_gateway',
  'user-prefs',
]);

export const identityChecks: readonly Check[] = [
  {
    code: 'TSP1430',
    appInspect: 'check_for_valid_package_id',
    severity: 'error',
    run: idProblems,
  },
  {
    code: 'TSP1431',
    appInspect: 'check_that_app_name_config_is_valid',
    severity: 'error',
    run: (app) =>
      /^\d/u.test(app.name)
        ? [
            {
              source: app.file('default/app.conf'),
              message: `the app's name, \`${app.name}\`, begins with a digit`,
            },
          ]
        : [],
  },
  {
    code: 'TSP1432',
    appInspect: 'check_for_default_splunk_app',
    severity: 'error',
    run: splunksOwn,
  },
  {
    code: 'TSP1433',
    appInspect: 'check_version_is_valid_semver',
    severity: 'error',
    run: versionProblems,
  },
  {
    code: 'TSP1434',
    appInspect: 'check_for_valid_ui_label',
    severity: 'error',
    run: labelProblem,
  },
  {
    code: 'TSP1435',
    appInspect: 'check_that_setup_has_not_been_performed',
    severity: 'error',
    run: setUpAlready,
  },
  {
    code: 'TSP1436',
    appInspect: 'check_no_install_source_checksum',
    severity: 'error',
    run: (app) =>
      ['install_source_checksum', 'install_source_local_checksum'].flatMap((key) => {
        const { value, ...place } = appSetting(app, 'install', key);
        return value === undefined
          ? []
          : [
              {
                ...place,
                appInspect: `check_no_${key}`,
                message: `\`${key}\` is Splunk's to write`,
                remedy: 'remove it',
              },
            ];
      }),
  },
  {
    code: 'TSP1439',
    appInspect: 'check_meta_default_write_access',
    severity: 'error',
    run: writeAccess,
  },
  {
    code: 'TSP1440',
    appInspect: 'check_kos_are_accessible',
    severity: 'warning',
    run: cloudAdmins,
  },
  {
    code: 'TSP1441',
    appInspect: 'check_for_updates_disabled',
    severity: 'warning',
    run: (app: AppFolder): Finding[] => {
      const { value, ...place } = appSetting(app, 'package', 'check_for_updates');
      return value !== undefined && !isTrue(value)
        ? []
        : [
            {
              ...place,
              message: 'Splunk would look on Splunkbase for newer versions of a private app',
              remedy: 'set `check_for_updates = 0` under [package]',
            },
          ];
    },
  },
  {
    code: 'TSP1442',
    appInspect: 'check_state_change_requires_restart',
    severity: 'error',
    run: (app: AppFolder): Finding[] => {
      const { value, ...place } = appSetting(app, 'install', 'state_change_requires_restart');
      return isTrue(value)
        ? [
            {
              ...place,
              message: 'switching the app on or off restarts Splunk',
              remedy: 'set it to 0',
            },
          ]
        : [];
    },
  },
];

function splunksOwn(app: AppFolder): Finding[] {
  const { value, ...place } = appSetting(app, 'package', 'id');
  return SPLUNK_APPS.has(value ?? app.name)
    ? [{ ...place, message: `\`${value ?? app.name}\` is an app of Splunk's own` }]
    : [];
}

function labelProblem(app: AppFolder): Finding[] {
  const { value = '', ...place } = appSetting(app, 'ui', 'label');
  const fits = value.length >= 5 && value.length <= 80;
  return fits
    ? []
    : [
        {
          ...place,
          message: `\`[ui] label\` has ${String(value.length)} characters; Splunk wants 5 to 80`,
        },
      ];
}

function setUpAlready(app: AppFolder): Finding[] {
  const { value, ...place } = appSetting(app, 'install', 'is_configured');
  return isTrue(value)
    ? [
        {
          ...place,
          message: 'the app says that it is set up before anyone did',
          remedy: 'set `is_configured` to 0',
        },
      ]
    : [];
}

function idProblems(app: AppFolder): Finding[] {
  const { value: id, ...place } = appSetting(app, 'package', 'id');
  if (id === undefined) return [{ ...place, message: '`[package] id` is missing from app.conf' }];
  const found: Finding[] = [];
  const remedy = 'give the folder, `[package] id`, `[id] name` and the manifest the same name';
  const other = appSetting(app, 'id', 'name');
  if (other.value === undefined) {
    const { source, span } = other;
    found.push({
      source,
      span,
      severity: 'warning',
      message: '`[id] name` is missing from app.conf',
      remedy,
    });
  }
  if (!/^[A-Za-z0-9._]+$/u.test(id)) found.push({ ...place, message: `\`${id}\` is no app id` });
  if (app.name !== '' && app.name !== id) {
    found.push({ ...place, message: `the id is \`${id}\`, the folder \`${app.name}\``, remedy });
  }
  if (other.value !== undefined && other.value !== id) {
    found.push({
      source: other.source,
      span: other.span,
      message: `\`[id] name\` is \`${other.value}\`, \`[package] id\` is \`${id}\``,
      remedy,
    });
  }
  const manifest = manifestId(app)?.name;
  if (manifest !== undefined && manifest !== id) {
    found.push({
      source: app.file('app.manifest'),
      message: `the manifest's id is \`${manifest}\`, app.conf's \`${id}\``,
      remedy,
    });
  }
  return found;
}

/** What the manifest calls the app; undefined where there is none to read. */
function manifestId(
  app: AppFolder,
): { readonly name?: string; readonly version?: string } | undefined {
  try {
    const read = JSON.parse(app.text('app.manifest')?.text ?? '{}') as {
      info?: { id?: { name?: unknown; version?: unknown } };
    };
    const { name, version } = read.info?.id ?? {};
    return {
      ...(typeof name === 'string' && { name }),
      ...(typeof version === 'string' && { version }),
    };
  } catch {
    return undefined;
  }
}

/** One of the two versions may be missing; what is there must be a version, and the same everywhere. */
function versionProblems(app: AppFolder): Finding[] {
  const stanzas = (['id', 'launcher'] as const).map((name) => ({
    name,
    ...appSetting(app, name, 'version'),
  }));
  const present = stanzas.filter(({ value }) => value !== undefined);
  const missing = stanzas.filter(({ value }) => value === undefined);
  const found: Finding[] = missing.map(({ name, source, span }) => ({
    source,
    span,
    severity: present.length > 0 ? 'warning' : 'error',
    message: `\`[${name}] version\` is missing; Splunk wants three numbers`,
  }));
  const bad = present.filter(({ value = '' }) => !SEMVER.test(value));
  for (const { name, value = '', source, span } of bad) {
    const message = `\`[${name}] version\` is \`${value}\`; Splunk wants three numbers`;
    found.push({ source, span, message });
  }
  return [...found, ...differingVersions(app, present, bad.length > 0)];
}

function differingVersions(app: AppFolder, present: readonly Placed[], bad: boolean): Finding[] {
  const [first, second] = present;
  const found: Finding[] = [];
  if (!bad && first && second && first.value !== second.value) {
    const { source, span } = second;
    found.push({ source, span, message: '`[id] version` and `[launcher] version` differ' });
  }
  const manifest = manifestId(app)?.version;
  if (!bad && manifest !== undefined && first && manifest !== first.value) {
    const message = `the manifest's version is \`${manifest}\`, app.conf's \`${first.value ?? ''}\``;
    found.push({ source: app.file('app.manifest'), message });
  }
  return found;
}

function writeAccess(app: AppFolder): Finding[] {
  const path = 'metadata/default.meta';
  const source = app.text(path);
  if (!source) {
    const message = `there is no \`${path}\``;
    return [{ source: app.file(path), severity: 'warning', message }];
  }
  const general = app.conf(path).value.find(({ name }) => name === '');
  const access = general?.settings.find(({ key }) => key === 'access');
  if (!access || rolesIn(access.value, 'write').length === 0)
    return [
      {
        source,
        message: 'the stanza `[]` does not say who may write',
        remedy: 'add `access = read : [ * ], write : [ admin, sc_admin ]`',
      },
    ];
  return rolesIn(access.value, 'write').includes('*')
    ? [
        {
          source,
          span: access.span,
          message: 'everyone may write every object of the app',
          remedy: 'name roles',
        },
      ]
    : [];
}

function cloudAdmins(app: AppFolder): Finding[] {
  const path = 'metadata/default.meta';
  const source = app.text(path) ?? app.file(path);
  return app.conf(path).value.flatMap(({ settings }) =>
    settings
      .filter(({ key, value }) => {
        return (
          key === 'access' &&
          (['read', 'write'] as const).some((right) => {
            const roles = rolesIn(value, right);
            return roles.includes('admin') && !roles.includes('sc_admin');
          })
        );
      })
      .map(({ span }) => ({
        source,
        span,
        message: '`admin` may read or write, `sc_admin`, the admin of Splunk Cloud, may not',
        remedy: 'add `sc_admin`',
      })),
  );
}

/** `read : [ * ], write : [ admin, power ]` gives `admin` and `power` for `write`. */
function rolesIn(access: string, right: 'read' | 'write'): string[] {
  const at = access.indexOf(right);
  const open = access.indexOf('[', at);
  const close = access.indexOf(']', open);
  if (at < 0 || open < 0 || close < 0) return [];
  return access
    .slice(open + 1, close)
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
}
