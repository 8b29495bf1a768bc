// app.conf, app.manifest and default.meta: who the app is, and who may change it.
import { appSetting, confName, confPaths, type AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';
import { isSplunkConf } from './structure.ts';
import { isTrue } from '../read/app.ts';

const SEMVER = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:[-+][\w.+-]+)?$/u;
const SPLUNK_APPS = new Set([
  'alert_logevent',
  'alert_webhook',
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
          : [{ ...place, message: `\`${key}\` is Splunk's to write`, remedy: 'remove it' }];
      }),
  },
  {
    code: 'TSP1437',
    appInspect: 'check_for_trigger_stanza',
    severity: 'error',
    run: (app) =>
      triggers(app)
        .filter(({ conf }) => isSplunkConf(conf))
        .map(({ conf, source, span }) => ({
          source,
          span,
          message: `\`reload.${conf}\` names a file of Splunk's, which Splunk reloads by itself`,
          remedy: 'remove the line',
        })),
  },
  {
    code: 'TSP1438',
    appInspect: 'check_reload_trigger_for_all_custom_confs',
    severity: 'warning',
    run: untriggered,
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

function untriggered(app: AppFolder): Finding[] {
  const named = new Set(triggers(app).map(({ conf }) => conf));
  return confPaths(app)
    .filter((path) => !isSplunkConf(confName(path)) && !named.has(confName(path)))
    .map((path) => ({
      source: app.file(path),
      message: `a change of \`${path}\` needs a restart of Splunk`,
      remedy: `write \`reload.${confName(path)} = simple\` under [triggers] in app.conf`,
    }));
}

function idProblems(app: AppFolder): Finding[] {
  const { value: id, ...place } = appSetting(app, 'package', 'id');
  if (id === undefined) return [{ ...place, message: '`[package] id` is missing from app.conf' }];
  const found: Finding[] = [];
  const remedy = 'give the folder, `[package] id`, `[id] name` and the manifest the same name';
  const other = appSetting(app, 'id', 'name');
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
  const manifest = manifestId(app);
  if (manifest !== undefined && manifest !== id) {
    found.push({
      source: app.file('app.manifest'),
      message: `the manifest's id is \`${manifest}\`, app.conf's \`${id}\``,
      remedy,
    });
  }
  return found;
}

function manifestId(app: AppFolder): string | undefined {
  try {
    const read = JSON.parse(app.text('app.manifest')?.text ?? '{}') as {
      info?: { id?: { name?: unknown } };
    };
    const name = read.info?.id?.name;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

function versionProblems(app: AppFolder): Finding[] {
  const id = appSetting(app, 'id', 'version');
  const launcher = appSetting(app, 'launcher', 'version');
  const found: Finding[] = [];
  for (const [name, { value, source, span }] of [
    ['id', id],
    ['launcher', launcher],
  ] as const) {
    if (value === undefined || !SEMVER.test(value)) {
      const shown = value === undefined ? 'missing' : `\`${value}\``;
      found.push({
        source,
        span,
        message: `\`[${name}] version\` is ${shown}; Splunk wants three numbers`,
      });
    }
  }
  if (found.length === 0 && id.value !== launcher.value) {
    found.push({
      source: launcher.source,
      span: launcher.span,
      message: '`[id] version` and `[launcher] version` differ',
    });
  }
  return found;
}

function triggers(
  app: AppFolder,
): { conf: string; source: Finding['source']; span: Finding['span'] }[] {
  const path = 'default/app.conf';
  const stanza = app.conf(path).value.find(({ name }) => name === 'triggers');
  const source = app.text(path) ?? app.file(path);
  return (stanza?.settings ?? [])
    .filter(({ key }) => key.startsWith('reload.'))
    .map(({ key, span }) => ({ conf: key.slice('reload.'.length), source, span }));
}

function writeAccess(app: AppFolder): Finding[] {
  const path = 'metadata/default.meta';
  const source = app.text(path);
  if (!source) return [{ source: app.file(path), message: `there is no \`${path}\`` }];
  const general = app.conf(path).value.find(({ name }) => name === '');
  const access = general?.settings.find(({ key }) => key === 'access');
  if (!access)
    return [
      {
        source,
        message: 'the stanza `[]` does not say who may write',
        remedy: 'add `access = read : [ * ], write : [ admin, sc_admin ]`',
      },
    ];
  return rolesThatWrite(access.value).includes('*')
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
        const roles = rolesThatWrite(value);
        return key === 'access' && roles.includes('admin') && !roles.includes('sc_admin');
      })
      .map(({ span }) => ({
        source,
        span,
        message: '`admin` may write, `sc_admin`, the admin of Splunk Cloud, may not',
        remedy: 'add `sc_admin`',
      })),
  );
}

/** `read : [ * ], write : [ admin, power ]` -> admin, power. */
function rolesThatWrite(access: string): string[] {
  const write = access.indexOf('write');
  const open = access.indexOf('[', write);
  const close = access.indexOf(']', open);
  if (write < 0 || open < 0 || close < 0) return [];
  return access
    .slice(open + 1, close)
    .split(',')
    .map((role) => role.trim());
}
