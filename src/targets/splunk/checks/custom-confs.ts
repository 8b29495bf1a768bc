// .conf files of the app's own: reloaded without a restart, and shared by the search heads of a cluster.
import { confName, confPaths, type AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';
import { isSplunkConf } from './structure.ts';

const TRIGGERS = /^(?:simple|access_endpoints\s+\S+|http_get\s+\S+|http_post\s+\S+)$/u;

/** Kinds of objects in a .meta file that are no .conf files. */
const OBJECTS = new Set([
  '',
  'app',
  'history',
  'lookups',
  'manager',
  'models',
  'nav',
  'panels',
  'pdfs',
  'views',
]);

export const customConfChecks: readonly Check[] = [
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
          ...(!app.paths.includes(`default/${conf}.conf`) && { severity: 'warning' as const }),
          message: `\`reload.${conf}\` names a file of Splunk's, which Splunk reloads by itself`,
          remedy: 'remove the line',
        })),
  },
  {
    code: 'TSP1438',
    appInspect: 'check_reload_trigger_for_all_custom_confs',
    severity: 'error',
    run: untriggered,
  },
  {
    code: 'TSP1443',
    appInspect: 'check_custom_conf_replication',
    severity: 'warning',
    run: unreplicated,
  },
  {
    code: 'TSP1444',
    appInspect: 'check_reload_trigger_value',
    severity: 'error',
    run: (app) =>
      triggers(app)
        .filter(({ value }) => !TRIGGERS.test(value))
        .map(({ value, source, span }) => ({
          source,
          span,
          message: `\`${value}\` does not reload a file without a restart`,
          remedy: 'write `simple`',
        })),
  },
  {
    code: 'TSP1445',
    appInspect: 'check_reload_trigger_for_meta',
    severity: 'warning',
    run: untriggeredMeta,
  },
];

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

function customConfs(app: AppFolder): string[] {
  const names = confPaths(app).map(confName);
  return [...new Set(names)].filter((name) => !isSplunkConf(name));
}

function unreplicated(app: AppFolder): Finding[] {
  const path = 'default/server.conf';
  const shared = app.conf(path).value.find(({ name }) => name === 'shclustering')?.settings ?? [];
  return customConfs(app)
    .filter((name) => !shared.some(({ key }) => key === `conf_replication_include.${name}`))
    .map((name) => ({
      source: app.file(path),
      message: `search heads in a cluster do not share \`${name}.conf\``,
      remedy: `write \`conf_replication_include.${name} = true\` under [shclustering]`,
    }));
}

function untriggeredMeta(app: AppFolder): Finding[] {
  const path = 'metadata/default.meta';
  const source = app.text(path) ?? app.file(path);
  const named = new Set(triggers(app).map(({ conf }) => conf));
  return app.conf(path).value.flatMap(({ name, span }) => {
    const conf = name.split('/')[0] ?? '';
    if (OBJECTS.has(conf) || isSplunkConf(conf) || named.has(conf)) return [];
    const message = `a change of \`[${name}]\` needs a restart of Splunk`;
    return [
      { source, span, message, remedy: `write \`reload.${conf} = simple\` under [triggers]` },
    ];
  });
}

function triggers(
  app: AppFolder,
): { conf: string; value: string; source: Finding['source']; span: Finding['span'] }[] {
  const path = 'default/app.conf';
  const stanza = app.conf(path).value.find(({ name }) => name === 'triggers');
  const source = app.text(path) ?? app.file(path);
  return (stanza?.settings ?? [])
    .filter(({ key }) => key.startsWith('reload.'))
    .map(({ key, value, span }) => ({ conf: key.slice('reload.'.length), value, source, span }));
}
