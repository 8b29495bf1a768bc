// The Common Information Model's data models: which events belong to a dataset, and its fields.
// (Splunk Common Information Model Add-on manual, one page per model)
import type { DataModel, Dataset, DatasetField } from '../environment.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** A required field: `unknown` where the event has none, as the model's own calculations give it. */
const required = (name: string): DatasetField => ({
  name,
  expression: `coalesce(nullif('${name}',""),"unknown")`,
});

const given = (name: string): DatasetField => ({ name });

/** Fields that every model has from the asset and identity lookups; offline nothing fills them. */
const about = (...subjects: readonly string[]): string =>
  subjects.map((each) => `${each}_bunit ${each}_category ${each}_priority`).join(' ');

interface DatasetParts {
  readonly name: string;
  readonly parent?: string;
  readonly constraint: string;
  readonly required?: string;
  readonly given?: string;
  readonly calculated?: Readonly<Record<string, string>>;
}

function dataset(parts: DatasetParts): Dataset {
  const calculated = parts.calculated ?? {};
  const names = [...words(parts.required ?? ''), ...words(parts.given ?? '')].filter(
    (each) => each !== '' && !Object.hasOwn(calculated, each),
  );
  const needed = new Set(words(parts.required ?? ''));
  return {
    name: parts.name,
    ...(parts.parent === undefined ? {} : { parent: parts.parent }),
    constraint: parts.constraint,
    fields: [
      ...names.map((each) => (needed.has(each) ? required(each) : given(each))),
      ...Object.entries(calculated).map(([name, expression]) => ({ name, expression })),
    ],
  };
}

const child = (name: string, parent: string, constraint: string, more = ''): Dataset =>
  dataset({ name, parent, constraint, given: more });

const endpoint: DataModel = {
  name: 'Endpoint',
  datasets: [
    dataset({
      name: 'Processes',
      constraint: 'tag=process tag=report',
      required: `action dest original_file_name os parent_process parent_process_exec parent_process_id
        parent_process_guid parent_process_name parent_process_path process process_current_directory process_exec
        process_guid process_hash process_id process_integrity_level process_name process_path user user_id
        vendor_product`,
      given: `cpu_load_percent mem_used tag ${about('dest', 'user')} dest_is_expected dest_requires_av
        dest_should_timesync dest_should_update loaded_file parent_process_hash`,
    }),
    dataset({
      name: 'Registry',
      constraint: 'tag=endpoint tag=registry',
      required: `action dest process_guid process_id registry_hive registry_key_name registry_path registry_value_data
        registry_value_name registry_value_text registry_value_type status user user_id vendor_product`,
      given: `tag ${about('dest', 'user')} process_name`,
    }),
    dataset({
      name: 'Filesystem',
      constraint: 'tag=endpoint tag=filesystem',
      required: `action dest file_access_time file_acl file_create_time file_hash file_modify_time file_name file_path
        file_size process_guid process_id user user_id vendor_product`,
      given: `tag ${about('dest', 'user')} process_name process_path`,
    }),
    dataset({
      name: 'Services',
      constraint: 'tag=service tag=report',
      required: `description dest process_guid process_id service service_dll service_dll_hash service_dll_path
        service_dll_signature_exists service_dll_signature_verified service_exec service_hash service_id service_name
        service_path service_signature_exists service_signature_verified start_mode status user user_id vendor_product`,
      given: `tag ${about('dest', 'user')}`,
    }),
    dataset({
      name: 'Ports',
      constraint: 'tag=listening tag=port',
      required: `creation_time dest dest_port process_guid process_id src src_port state transport user user_id
        vendor_product`,
      given: `tag ${about('dest', 'src', 'user')}`,
      calculated: { transport_dest_port: 'transport."/".dest_port' },
    }),
  ],
};

const authentication: DataModel = {
  name: 'Authentication',
  datasets: [
    dataset({
      name: 'Authentication',
      constraint: 'tag=authentication NOT (action=success user=*$)',
      required: 'action app dest src user',
      given: `authentication_method authentication_service dest_nt_domain duration reason response_time signature
        signature_id src_nt_domain src_user src_user_id src_user_role src_user_type tag user_agent user_id user_name
        user_role user_type vendor_account vendor_product method ${about('dest', 'src', 'user', 'src_user')}`,
    }),
    child('Failed_Authentication', 'Authentication', 'action=failure'),
    child('Successful_Authentication', 'Authentication', 'action=success'),
    child('Default_Authentication', 'Authentication', 'tag=default'),
    child('Insecure_Authentication', 'Authentication', 'tag=cleartext OR tag=insecure'),
    child('Privileged_Authentication', 'Authentication', 'tag=privileged'),
  ],
};

const change: DataModel = {
  name: 'Change',
  datasets: [
    dataset({
      name: 'All_Changes',
      constraint:
        'tag=change NOT (object_category=file OR object_category=directory OR object_category=registry)',
      required:
        'action change_type command dest dvc object object_category object_id object_path result result_id src status user vendor_product',
      given: `object_attrs src_user src_user_type tag user_agent user_name user_type vendor_account vendor_product_id
        vendor_region signature signature_id ${about('dest', 'dvc', 'src', 'user')}`,
    }),
    child(
      'Account_Management',
      'All_Changes',
      'tag=account',
      'dest_nt_domain src_nt_domain src_user src_user_category',
    ),
    child('Auditing_Changes', 'All_Changes', 'tag=audit'),
    child('Endpoint_Changes', 'All_Changes', 'tag=endpoint'),
    child(
      'Network_Changes',
      'All_Changes',
      'tag=network',
      'dest_ip_range dest_port_range device direction protocol rule_action src_ip_range src_port_range',
    ),
    child('Instance_Changes', 'All_Changes', 'tag=instance', 'image_id instance_type'),
    child('Account_Created', 'Account_Management', 'tag=add'),
    child('Account_Deleted', 'Account_Management', 'tag=delete'),
    child('Account_Updated', 'Account_Management', 'tag=modify'),
    child('Account_Lockouts', 'Account_Management', 'tag=lock'),
  ],
};

const networkTraffic: DataModel = {
  name: 'Network_Traffic',
  datasets: [
    dataset({
      name: 'All_Traffic',
      constraint: 'tag=network tag=communicate',
      required:
        'action app dest_ip dest_port direction dvc protocol rule src src_ip src_port transport user',
      given: `bytes_in bytes_out channel dest_host dest_interface dest_mac dest_translated_ip dest_translated_port dest_zone
        duration dvc_ip dvc_mac dvc_zone flow_id icmp_code icmp_type packets packets_in packets_out process_id process_name
        protocol_version response_time session_id src_host src_interface src_mac src_translated_ip src_translated_port
        src_zone ssid tag tcp_flag tos ttl vendor_product vlan wifi ${about('dest', 'dvc', 'src')}`,
      calculated: {
        // The event's own host is `dest` for most logs; of a connection it is the other end.
        dest: 'coalesce(dest_ip,dest_host,dest,"unknown")',
        bytes: 'coalesce(bytes,bytes_in+bytes_out)',
      },
    }),
    child('Allowed_Traffic', 'All_Traffic', 'action=allowed'),
    child('Blocked_Traffic', 'All_Traffic', 'action=blocked'),
    child('Traffic_By_Action', 'All_Traffic', ''),
  ],
};

const networkResolution: DataModel = {
  name: 'Network_Resolution',
  datasets: [
    dataset({
      name: 'DNS',
      constraint: 'tag=network tag=resolution tag=dns',
      required:
        'answer dest message_type name query query_type record_type reply_code src transaction_id',
      given: `additional_answer_count answer_count authority_answer_count dest_port duration query_count reply_code_id
        response_time src_port tag transport ttl vendor_product flow_id process_id process_name ${about('dest', 'src')}`,
    }),
  ],
};

const web: DataModel = {
  name: 'Web',
  datasets: [
    dataset({
      name: 'Web',
      constraint: 'tag=web',
      required: 'action app category dest http_method http_user_agent site src status url user',
      given: `bytes bytes_in bytes_out cached cookie dest_port duration error_code http_content_type http_referrer
        http_referrer_domain operation response_time storage_name tag uri_path uri_query url_domain vendor_product
        http_user_agent_length url_length ${about('dest', 'src', 'user')}`,
      calculated: {
        url_length: 'coalesce(url_length,len(url))',
        http_user_agent_length: 'coalesce(http_user_agent_length,len(http_user_agent))',
        url_domain: 'coalesce(url_domain,replace(url,"^(?:[a-zA-Z]+://)?([^/:?#]+).*$","\\1"))',
      },
    }),
    child('Proxy', 'Web', 'tag=proxy'),
    child('Storage', 'Web', 'tag=storage'),
  ],
};

const single = (
  model: string,
  name: string,
  constraint: string,
  needed: string,
  more: string,
): DataModel => ({
  name: model,
  datasets: [dataset({ name, constraint, required: needed, given: more })],
});

const others: readonly DataModel[] = [
  single(
    'Email',
    'All_Email',
    'tag=email',
    'action dest recipient src src_user subject',
    `delay duration file_hash file_name file_size filter_action filter_score internal_message_id message_id message_info
      orig_dest orig_recipient orig_src process process_id protocol recipient_count recipient_domain recipient_status
      response_time retries return_addr signature signature_id size src_user_domain status_code tag url user user_category
      vendor_product xdelay xref`,
  ),
  single(
    'Intrusion_Detection',
    'IDS_Attacks',
    'tag=ids tag=attack',
    'action category dest dvc severity signature src user',
    `dest_port file_hash file_name file_path ids_type severity_id signature_id src_port tag transport vendor_product
      ${about('dest', 'dvc', 'src', 'user')}`,
  ),
  single(
    'Updates',
    'Updates',
    'tag=update tag=status',
    'dest dvc file_hash file_name severity severity_id signature signature_id status vendor_product',
    `tag ${about('dest', 'dvc')}`,
  ),
  single(
    'Malware',
    'Malware_Attacks',
    'tag=malware tag=attack',
    'action category dest file_name file_path signature src user vendor_product',
    `date dest_nt_domain file_hash sender severity severity_id signature_id tag url ${about('dest', 'src', 'user')}`,
  ),
  single(
    'Vulnerabilities',
    'Vulnerabilities',
    'tag=report tag=vulnerability',
    'category cve dest dvc severity signature user vendor_product',
    `bugtraq cert cvss msft mskb severity_id signature_id tag url xref ${about('dest', 'dvc')}`,
  ),
  single(
    'Alerts',
    'Alerts',
    'tag=alert',
    'app body description dest id severity signature src type user',
    `mitre_technique_id severity_id signature_id subject tag user_name vendor_account vendor_region src_type dest_type
      ${about('dest', 'src', 'user')}`,
  ),
  {
    name: 'Certificates',
    datasets: [
      dataset({
        name: 'All_Certificates',
        constraint: 'tag=certificate',
        required: 'dest src',
        given: `dest_port duration response_time src_port tag transport ${about('dest', 'src')}`,
      }),
      child(
        'SSL',
        'All_Certificates',
        'tag=ssl OR tag=tls',
        `ssl_end_time ssl_engine ssl_hash ssl_is_valid ssl_issuer ssl_issuer_common_name ssl_issuer_email
          ssl_issuer_email_domain ssl_issuer_locality ssl_issuer_organization ssl_issuer_state ssl_issuer_street
          ssl_issuer_unit ssl_name ssl_policies ssl_publickey ssl_publickey_algorithm ssl_serial ssl_session_id
          ssl_signature_algorithm ssl_start_time ssl_subject ssl_subject_common_name ssl_subject_email
          ssl_subject_email_domain ssl_subject_locality ssl_subject_organization ssl_subject_state ssl_subject_street
          ssl_subject_unit ssl_validity_window ssl_version`,
      ),
    ],
  },
  {
    name: 'Network_Sessions',
    datasets: [
      dataset({
        name: 'All_Sessions',
        constraint: 'tag=network tag=session',
        required: 'action dest_ip dest_mac dest_nt_host src_ip src_mac src_nt_host user',
        given: `dest_dns duration dvc lease_duration lease_scope response_time signature signature_id src_dns tag
          vendor_product ${about('dest', 'src', 'user')}`,
      }),
      child('Session_Start', 'All_Sessions', 'tag=start'),
      child('Session_End', 'All_Sessions', 'tag=end'),
      child('DHCP', 'All_Sessions', 'tag=dhcp'),
      child('VPN', 'All_Sessions', 'tag=vpn'),
    ],
  },
  {
    name: 'Risk',
    datasets: [
      dataset({
        name: 'All_Risk',
        constraint: 'index=risk',
        required: 'risk_object risk_object_type',
        given: `analyticstories annotations.mitre_attack.mitre_tactic annotations.mitre_attack.mitre_tactic_id
          annotations.mitre_attack.mitre_technique_id calculated_risk_score creator description dest risk_message
          risk_object_bunit risk_object_category risk_object_priority risk_score savedsearch_description src tag
          threat_object threat_object_type user`,
      }),
    ],
  },
  single(
    'Data_Access',
    'Data_Access',
    'tag=data tag=access',
    'action app dest object object_category object_id object_path src user vendor_product',
    `dest_name dest_url dvc email object_attrs object_size object_type owner owner_email owner_id parent_object
      parent_object_category parent_object_id src_ip tag user_agent user_id user_name user_type vendor_account`,
  ),
  single(
    'DLP',
    'DLP_Incidents',
    'tag=dlp tag=incident',
    'action category dest dlp_type object severity signature src src_user user vendor_product',
    `app dest_zone dvc dvc_zone object_category object_path severity_id signature_id src_zone tag
      ${about('dest', 'dvc', 'src', 'src_user', 'user')}`,
  ),
  single(
    'Databases',
    'All_Databases',
    'tag=database',
    'dest src user vendor_product',
    `duration object response_time tag ${about('dest', 'src', 'user')}`,
  ),
  single(
    'Event_Signatures',
    'Signatures',
    'tag=track_event_signatures (signature=* OR signature_id=*)',
    'dest signature signature_id vendor_product',
    `tag ${about('dest')}`,
  ),
  single(
    'Performance',
    'All_Performance',
    'tag=performance',
    'dest',
    `hypervisor_id resource_type tag ${about('dest')} dest_should_timesync dest_should_update`,
  ),
  single(
    'Ticket_Management',
    'All_Ticket_Management',
    'tag=ticketing',
    'affect_dest comments description dest priority severity severity_id splunk_id splunk_realm src_user status ticket_id time_submitted user',
    `tag ${about('dest', 'src_user', 'user')}`,
  ),
  single(
    'Compute_Inventory',
    'All_Inventory',
    'tag=inventory (tag=cpu OR tag=memory OR tag=network OR tag=storage OR tag=system OR tag=user OR tag=virtual)',
    'dest vendor_product',
    `description enabled family hypervisor_id serial status tag version ${about('dest')}`,
  ),
  {
    name: 'Cloud_Infrastructure',
    datasets: [
      dataset({
        name: 'Cloud_Infrastructure',
        constraint: 'tag=cloud',
        given:
          'action dest image_id instance_type region src status user vendor_account vendor_region',
      }),
    ],
  },
];

export const dataModels: readonly DataModel[] = [
  endpoint,
  authentication,
  change,
  networkTraffic,
  networkResolution,
  web,
  ...others,
];

const byName = new Map(dataModels.map((each) => [each.name.toLowerCase(), each]));

/** A data model by its name in any case, as the platform's own look-up has it. */
export function dataModel(name: string): DataModel | undefined {
  return byName.get(name.toLowerCase());
}
