// .conf files that reach beyond the app: what Splunk Cloud lets an app say in them.
import { isTrue } from '../read/app.ts';
import { settingOf, type ConfStanza } from '../conf/conf.ts';
import type { Check } from './check.ts';
import {
  faultsOf,
  forbidden,
  others,
  settingNamed,
  stanzaFindings,
  type Fault,
  type StanzaRule,
} from './stanza-rules.ts';

const CLOUD = 'is nothing that Splunk Cloud takes from an app';

const RULES: ReadonlyMap<string, readonly StanzaRule[]> = new Map([
  [
    'server',
    [
      {
        appInspect: 'check_server_conf_only_contains_custom_conf_sync_stanzas_or_diag_stanza',
        faults: serverFaults,
      },
    ],
  ],
  ['web', [{ appInspect: 'check_web_conf', faults: webFaults }]],
  [
    'outputs',
    [
      {
        appInspect: 'check_if_outputs_conf_exists',
        faults: (stanza) =>
          isTrue(settingOf(stanza, 'disabled'))
            ? []
            : [{ message: `\`[${stanza.name}]\` forwards data, which an app may not` }],
      },
      {
        appInspect: 'check_for_autolb_setting_in_outputs_conf',
        faults: ({ settings }) =>
          faultsOf(
            settings.filter(({ key }) => key === 'autoLB'),
            () => '`autoLB` is always on: Splunk took the setting away',
          ),
      },
    ],
  ],
  [
    'authentication',
    [{ appInspect: 'check_stanza_of_authentication_conf', faults: authenticationFaults }],
  ],
  ['authorize', authorizeRules()],
  [
    'segmenters',
    [
      forbidden(
        'check_segmenters_conf_deny_list',
        /^(?:full|indexing|inner|meta-tokenizer|none|outer|raw|search|standard)$/u,
        "is a way of Splunk's own to cut events into words",
      ),
    ],
  ],
  ['indexes', [{ appInspect: 'check_indexes_conf_properties', faults: indexFaults }]],
  ['inputs', inputRules()],
  [
    'distsearch',
    [
      {
        appInspect: 'check_distsearch_conf_for_concerning_replicated_file_size',
        faults: ({ settings }) =>
          settings
            .filter(
              ({ key, value }) => key === 'concerningReplicatedFileSize' && Number(value) > 50,
            )
            .map((setting) => ({
              setting,
              severity: 'warning',
              message: 'search heads would send files of more than 50 MB to every indexer',
            })),
      },
    ],
  ],
  ['datamodels', [{ appInspect: 'check_for_datamodel_acceleration', faults: accelerationFaults }]],
]);

export const serverChecks: readonly Check[] = [
  {
    code: 'TSP1470',
    appInspect: 'check_*_conf',
    severity: 'error',
    run: (app) => stanzaFindings(app, RULES),
  },
];

function serverFaults(stanza: ConfStanza): Fault[] {
  switch (stanza.name) {
    case 'shclustering':
      return faultsOf(
        others(stanza, /^conf_replication_include\./u),
        ({ key }) =>
          `\`${key}\` configures the cluster of search heads; an app may only name its own files`,
      );
    case 'diag':
      return faultsOf(
        others(stanza, /^EXCLUDE-/u),
        ({ key }) => `\`${key}\` configures diagnostics; an app may only leave files out`,
      );
    default:
      return [{ message: `\`[${stanza.name}]\` configures the server, which an app may not` }];
  }
}

function webFaults(stanza: ConfStanza): Fault[] {
  if (stanza.name.startsWith('endpoint:')) return [];
  if (stanza.name.startsWith('expose:')) {
    return faultsOf(
      others(stanza, /^(?:pattern|methods)$/u),
      ({ key }) => `\`${key}\` is no setting of an address that is let through`,
    );
  }
  return [{ message: `\`[${stanza.name}]\` configures Splunk Web, which an app may not` }];
}

function authenticationFaults(stanza: ConfStanza): Fault[] {
  if (!/^roleMap_/iu.test(stanza.name)) {
    return [
      { message: `\`[${stanza.name}]\` changes how users sign in; an app may only map roles` },
    ];
  }
  return faultsOf(
    stanza.settings.filter(({ key }) => /^(?:admin|sc_admin|splunk-system-role)$/u.test(key)),
    ({ key }) => `the role \`${key}\` may not be mapped by an app`,
  );
}

const BUILT_IN = /^role_(?:admin|sc_admin|power|user|can_delete|splunk-system-role)$/u;

function authorizeRules(): readonly StanzaRule[] {
  return [
    {
      appInspect: 'check_authorize_conf_admin_all_objects_privileges',
      faults: ({ settings }) =>
        faultsOf(
          settings.filter(({ key, value }) => key === 'admin_all_objects' && isTrue(value)),
          () => 'the role may change everything',
        ),
    },
    {
      appInspect: 'check_import_roles_and_grantable_roles_for_builtin_roles',
      faults: ({ name, settings }) =>
        faultsOf(
          settings.filter(
            ({ key }) => BUILT_IN.test(name) && /^(?:importRoles|grantableRoles)$/u.test(key),
          ),
          ({ key }) => `\`${key}\` changes what a role of Splunk's own inherits`,
        ),
    },
    {
      appInspect: 'check_delete_indexes_allowed',
      faults: ({ settings }) =>
        faultsOf(
          settings.filter(({ key, value }) => key === 'delete_by_keyword' && isTrue(value)),
          () => 'the role may delete events',
        ),
    },
    forbidden('check_authorize_conf_for_tokens_auth', /^tokens_auth$/u, CLOUD),
    forbidden(
      'check_authorize_conf_has_no_user_configurable_stanza',
      /^commands:user_configurable$/u,
      'can switch off the sandbox of commands',
    ),
    forbidden(
      'check_authorize_conf_capability_not_modified',
      /^capability::(?:admin_all_objects|edit_\w+|rest_\w+|list_\w+|change_\w+|schedule_\w+|search|rtsearch|delete_by_keyword|get_\w+|indexes_edit|input_file|use_\w+|web_debug|accelerate_\w+|license_\w+|restart_splunkd|dispatch_rest_to_indexers)$/u,
      "changes a capability of Splunk's own",
    ),
    {
      appInspect: 'check_authorize_conf_role_names',
      faults: ({ name }) =>
        name.startsWith('role_') && !/^role_[a-z0-9_.-]+$/u.test(name)
          ? [
              {
                message: `\`${name.slice('role_'.length)}\` is no name of a role: it may hold small letters, digits, \`_\`, \`-\` and \`.\``,
              },
            ]
          : [],
    },
  ];
}

const SPLUNKS_INDEXES = /^(?:main|summary|history|lastchanceindex|splunklogger|_\w+)$/u;
const INDEX_SETTINGS =
  /^(?:homePath|coldPath|thawedPath|frozenTimePeriodInSecs|disabled|datatype|repFactor)$/u;

function indexFaults(stanza: ConfStanza): Fault[] {
  const { name } = stanza;
  const found: Fault[] = [];
  if (/^(?:default)?$/u.test(name)) return [];
  if (name.startsWith('volume:')) {
    return [
      {
        message: `\`[${name}]\` defines a volume, which an app may not`,
        appInspect: 'check_for_index_volume_usage',
      },
    ];
  }
  if (SPLUNKS_INDEXES.test(name)) {
    found.push({
      message: `\`${name}\` is an index of Splunk's own`,
      appInspect: 'check_validate_default_indexes_not_modified',
    });
  }
  if (!/^[a-z0-9][a-z0-9_-]*$/u.test(name) || name.includes('kvstore')) {
    found.push({
      message: `\`${name}\` is no name of an index: small letters, digits, \`_\` and \`-\``,
      appInspect: 'check_lower_cased_index_names',
    });
  }
  found.push(
    ...faultsOf(
      others(stanza, INDEX_SETTINGS),
      ({ key }) => `\`${key}\` of an index is not an app's to set`,
    ),
  );
  for (const [key, folder] of [
    ['homePath', 'db'],
    ['coldPath', 'colddb'],
    ['thawedPath', 'thaweddb'],
  ] as const) {
    const setting = settingNamed(stanza, key);
    if (setting && setting.value !== `$SPLUNK_DB/${name}/${folder}`) {
      const relative = setting.value.startsWith('$SPLUNK_DB');
      found.push({
        setting,
        message: `\`${key}\` should be \`$SPLUNK_DB/${name}/${folder}\``,
        ...(!relative && { appInspect: 'check_indexes_conf_only_uses_splunk_db_variable' }),
      });
    }
  }
  const copies = settingNamed(stanza, 'repFactor');
  if (copies && copies.value !== 'auto')
    found.push({ setting: copies, message: '`repFactor` can only be `auto`' });
  return found;
}

function inputRules(): readonly StanzaRule[] {
  return [
    forbidden('check_inputs_conf_for_tcp', /^tcp:/u, 'listens without encryption'),
    forbidden('check_inputs_conf_for_udp', /^udp:/u, CLOUD),
    forbidden('check_inputs_conf_for_splunk_tcp', /^splunktcp:/u, 'listens without encryption'),
    forbidden('check_inputs_conf_for_splunktcptoken', /^splunktcptoken\b/u, CLOUD),
    forbidden('check_inputs_conf_for_http_global_usage', /^http$/u, CLOUD),
    forbidden(
      'check_inputs_conf_for_http_inputs',
      /^http:/u,
      'holds a token of an event collector',
    ),
    forbidden('check_for_inputs_fifo_usage', /^fifo:/u, CLOUD),
    forbidden('check_inputs_conf_for_fschange', /^fschange:/u, CLOUD),
    forbidden('check_inputs_conf_for_ssl', /^SSL\b/u, CLOUD),
    forbidden('check_inputs_conf_for_remote_queue_monitor', /^remote_queue:/u, CLOUD),
    { appInspect: 'check_inputs_conf_for_batch', faults: batchFaults },
    {
      appInspect: 'check_scripted_inputs_cmd_path_pattern',
      faults: ({ name }) =>
        name.startsWith('script://') &&
        !/^script:\/\/(?:\.\/bin\/|\$SPLUNK_HOME\/etc\/apps\/)/u.test(name)
          ? [{ message: `\`[${name}]\` runs a program outside of the app` }]
          : [],
    },
  ];
}

function batchFaults(stanza: ConfStanza): Fault[] {
  const { name } = stanza;
  if (!name.startsWith('batch://')) return [];
  const found: Fault[] = [];
  if (!/^batch:\/\/\$SPLUNK_HOME\/(?:etc\/apps\/|var\/spool\/splunk\/)/u.test(name)) {
    found.push({ message: `\`[${name}]\` reads, and deletes, files outside of the app` });
  }
  if (settingOf(stanza, 'move_policy') !== 'sinkhole') {
    found.push({
      message: `\`[${name}]\` lacks \`move_policy = sinkhole\``,
      appInspect: 'check_inputs_conf_batch_has_required_attributes',
    });
  }
  return found;
}

function accelerationFaults(stanza: ConfStanza): Fault[] {
  const setting = settingNamed(stanza, 'acceleration');
  return isTrue(setting?.value)
    ? [{ setting, message: 'the data model is accelerated, which is for the admin to decide' }]
    : [
        {
          severity: 'warning',
          message: `the data model \`${stanza.name}\` may take up disk space once it is accelerated`,
        },
      ];
}
