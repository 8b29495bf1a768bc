// .conf files about events and what runs on them: props, event types, workflow actions, commands, alert actions.
import { settingOf, type ConfStanza } from '../conf/conf.ts';
import type { AppFolder } from './app-folder.ts';
import type { Check } from './check.ts';
import {
  faultsOf,
  pythonRequired,
  pythonVersion,
  settingNamed,
  stanzaFindings,
  type Fault,
  type StanzaRule,
} from './stanza-rules.ts';

// Sourcetypes that Splunk itself recognises: https://docs.splunk.com/Documentation/Splunk/latest/Data/Listofpretrainedsourcetypes
const PRETRAINED = new Set(
  (
    'access_combined access_combined_wcookie access_common apache_error asterisk_cdr asterisk_event asterisk_messages ' +
    'asterisk_queue catalina cisco:asa cisco_cdr cisco_syslog clavister collectd_http csv db2_diag exim_main exim_reject ' +
    'generic_single_line iis _json json_no_timestamp linux_audit linux_bootlog linux_messages_syslog linux_secure log4j ' +
    'log4net_xml log4php metrics_csv misc_text mysql_slow mysqld mysqld_bin mysqld_error novell_groupwise osx_asl ' +
    'osx_crash_log osx_crashreporter osx_daily osx_install osx_monthly osx_secure osx_weekly osx_window_server postfix_syslog ' +
    'procmail psv ruby_on_rails sendmail_syslog snort spooler statsd sugarcrm_log4php syslog tsv weblogic_stdout ' +
    'websphere_activity websphere_core websphere_trlog_syserr websphere_trlog_sysout windows_snare_syslog'
  ).split(' '),
);

const RULES: ReadonlyMap<string, readonly StanzaRule[]> = new Map([
  [
    'props',
    [
      {
        appInspect: 'check_that_no_configurations_of_default_source_type_in_props_conf',
        faults: pretrained,
      },
      {
        appInspect: 'check_props_conf_has_no_prohibited_characters_in_sourcetypes',
        faults: ({ name }) =>
          !/^(?:source::|host::|rule::|delayedrule::|\(\?::)/u.test(name) &&
          /[<>?&#[\]/]|::/u.test(name)
            ? [
                {
                  severity: 'warning',
                  message: `the sourcetype \`${name}\` holds a character that hides it in Splunk Web`,
                },
              ]
            : [],
      },
      {
        appInspect: 'check_props_conf_has_no_ingest_eval_lookups',
        faults: ({ settings }) =>
          faultsOf(
            settings.filter(
              ({ key, value }) => key.startsWith('INGEST_EVAL') && /\blookup\s*\(/u.test(value),
            ),
            () => 'events are looked up while they come in, which Splunk Cloud does not do',
          ),
      },
    ],
  ],
  [
    'eventtypes',
    [
      {
        appInspect: 'check_for_savedsearches_used_in_eventtypes_conf',
        faults: ({ settings }) =>
          faultsOf(
            settings.filter(
              ({ key, value }) => key === 'search' && /\|\s*savedsearch\b/u.test(value),
            ),
            () => 'an event type cannot be made of a saved search',
          ),
      },
    ],
  ],
  [
    'workflow_actions',
    [
      {
        appInspect: 'check_workflow_actions_link_uri_does_not_use_http_protocol',
        faults: ({ settings }) =>
          faultsOf(
            settings.filter(
              ({ key, value }) =>
                key === 'link.uri' && /^http:\/\/(?!localhost\b|127\.0\.0\.1\b)/iu.test(value),
            ),
            () => 'the link leads out of Splunk without encryption',
          ),
      },
    ],
  ],
  ['commands', [{ appInspect: 'check_command_scripts_exist_for_cloud', faults: commandFaults }]],
  ['alert_actions', [{ appInspect: 'check_alert_actions_exe_exist', faults: alertActionFaults }]],
  [
    'transforms',
    [{ appInspect: 'check_transforms_conf_for_external_cmd', faults: externalLookup }],
  ],
  [
    'restmap',
    [{ appInspect: 'check_rest_handler_scripts_exist_for_cloud', faults: handlerFaults }],
  ],
]);

export const knowledgeChecks: readonly Check[] = [
  {
    code: 'TSP1471',
    appInspect: 'check_*_conf',
    severity: 'error',
    run: (app) => stanzaFindings(app, RULES),
  },
];

function pretrained(stanza: ConfStanza): Fault[] {
  if (!PRETRAINED.has(stanza.name)) return [];
  const wrong = stanza.settings.filter(({ key }) => !/^(?:TRANSFORMS-|SEDCMD)/u.test(key));
  return [
    {
      severity: 'warning',
      message: `\`${stanza.name}\` is a sourcetype of Splunk's own: changing it reaches every app`,
    },
    ...faultsOf(wrong, ({ key }) => `\`${key}\` changes a sourcetype of Splunk's own`).map(
      (fault): Fault => ({
        ...fault,
        severity: 'warning',
        appInspect: 'check_pretrained_sourcetypes_have_only_allowed_transforms',
      }),
    ),
  ];
}

/** Whether the app brings a program along, in any of the folders that programs may be in. */
const hasProgram = ({ paths }: AppFolder, name: string): boolean =>
  paths.some(
    (path) =>
      /^(?:bin|(?:linux|darwin|windows)_\w+\/bin)\//u.test(path) && path.endsWith(`/${name}`),
  );

function commandFaults(stanza: ConfStanza, app: AppFolder): Fault[] {
  const file = settingOf(stanza, 'filename') ?? `${stanza.name}.py`;
  const setting = settingNamed(stanza, 'filename');
  if (file.endsWith('.js')) {
    return [
      {
        setting,
        message: 'the command runs on Node.js, which Splunk gives up',
        appInspect: 'check_js_use_in_custom_search_commands',
      },
    ];
  }
  const missing: Fault[] = hasProgram(app, file)
    ? []
    : [
        {
          setting,
          severity: 'warning',
          message: `the command's program \`${file}\` is not in \`bin\``,
        },
      ];
  if (!file.endsWith('.py')) return missing;
  return [
    ...missing,
    ...(setting ? pythonVersion(stanza, 'check_command_scripts_python_version') : []),
    ...pythonRequired(stanza, 'check_commands_conf_python_required'),
  ];
}

// Alert actions that come with Splunk, whose settings an app may give.
const SPLUNKS_ACTIONS = new Set([
  'email',
  'rss',
  'lookup',
  'script',
  'summary_index',
  'populate_lookup',
  'default',
  '',
]);

function alertActionFaults(stanza: ConfStanza, app: AppFolder): Fault[] {
  if (SPLUNKS_ACTIONS.has(stanza.name)) return [];
  const named = settingOf(stanza, 'alert.execute.cmd');
  const candidates =
    named === undefined ? ['.py', '.sh', '.exe', ''].map((end) => stanza.name + end) : [named];
  const program = candidates.find((each) => hasProgram(app, each));
  const format = settingNamed(stanza, 'payload_format');
  return [
    ...(program === undefined
      ? [{ message: `the alert action \`${stanza.name}\` has no program in \`bin\`` }]
      : []),
    ...(format && !/^(?:json|xml)$/u.test(format.value)
      ? [
          {
            setting: format,
            message: '`payload_format` is `json` or `xml`',
            appInspect: 'check_for_payload_format',
          },
        ]
      : []),
    ...(named?.endsWith('.js')
      ? [
          {
            message: 'the alert action runs on Node.js, which Splunk gives up',
            appInspect: 'check_js_custom_alert_actions',
          },
        ]
      : []),
    ...(named?.endsWith('.py')
      ? pythonRequired(stanza, 'check_alert_actions_conf_python_required')
      : []),
  ];
}

function externalLookup(stanza: ConfStanza, app: AppFolder): Fault[] {
  const setting = settingNamed(stanza, 'external_cmd');
  const program = setting?.value.split(/\s/u)[0] ?? '';
  if (!program.endsWith('.py')) return [];
  return [
    ...(hasProgram(app, program)
      ? []
      : [{ setting, message: `the lookup's program \`${program}\` is not in \`bin\`` }]),
    ...pythonVersion(stanza, 'check_transforms_conf_for_external_cmd'),
    ...pythonRequired(stanza, 'check_transforms_conf_python_required'),
  ];
}

function handlerFaults(stanza: ConfStanza, app: AppFolder): Fault[] {
  const external = stanza.name.startsWith('admin_external:');
  if (!external && !stanza.name.startsWith('script:')) return [];
  const program = settingOf(stanza, external ? 'handlerfile' : 'script') ?? '';
  const required = external ? 'admin_external' : 'script';
  return [
    ...(hasProgram(app, program)
      ? []
      : [{ message: `the program \`${program}\` of \`[${stanza.name}]\` is not in \`bin\`` }]),
    ...pythonVersion(stanza, 'check_rest_handler_python_executable_exists'),
    ...pythonRequired(stanza, `check_${required}_restmap_conf_python_required`),
  ];
}
