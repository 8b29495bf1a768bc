// Programs, and text that programs and searches run: what may not be shipped, and what may not be asked for.
import { span } from '../../../text/index.ts';
import type { AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

interface Phrase {
  readonly appInspect: string;
  /** Paths in which the words are looked for. */
  readonly files: RegExp;
  readonly words: RegExp;
  readonly message: string;
  readonly severity?: 'warning';
}

const CONF = /^(?:default|local)\/[^/]+\.conf$/u;
const CONF_OR_VIEW = /^(?:default|local)\/(?:[^/]+\.conf|data\/ui\/.*\.xml)$/u;
const SCRIPT = /\.(?:sh|bash|py|js|bat|ps1|pl|rb)$/u;
const CONF_OR_SCRIPT = new RegExp(`${CONF.source}|${SCRIPT.source}`, 'u');
const CODE = /\.(?:js|py|html?|xml|conf)$/u;

const PHRASES: readonly Phrase[] = [
  {
    appInspect: 'check_for_input_command_usage',
    files: CONF_OR_VIEW,
    words: /(?:\||^search\s*=)\s*input\b(?!\s*=)/gmu,
    message: 'the search calls `input`, which Splunk took away',
  },
  {
    appInspect: 'check_for_tscollect_command_usage',
    files: CONF_OR_VIEW,
    words: /(?:\||^search\s*=)\s*tscollect\b(?!\s*=)/gmu,
    message: 'the search calls `tscollect`, which Splunk gave up',
  },
  {
    appInspect: 'check_deprecated_eventtype_autodiscovering',
    files: CONF_OR_VIEW,
    words: /(?:\||^search\s*=)\s*findtypes\b(?!\s*=)/gmu,
    message: 'the search calls `findtypes`, which Splunk gave up',
  },
  {
    appInspect: 'check_runshellscript_command',
    files: CONF_OR_VIEW,
    words: /(?:\||^search\s*=)\s*runshellscript\b(?!\s*=)/gmu,
    message: 'the search runs a shell script',
  },
  {
    appInspect: 'check_destructive_commands',
    files: CONF_OR_SCRIPT,
    words: /\brm\s+-(?:rf|fr)\b/gu,
    message: 'files are deleted without a question',
  },
  {
    appInspect: 'check_destructive_commands',
    files: CONF_OR_SCRIPT,
    words: /\brm\s+-r\b/gu,
    message: 'whole folders are deleted',
    severity: 'warning',
  },
  {
    appInspect: 'check_for_root_privilege_escalation',
    files: /\.py$/u,
    words: /\bos\.system\(\s*["']sudo\b/gu,
    message: 'the program asks for the rights of root',
  },
  {
    appInspect: 'check_for_app_install_endpoint',
    files: CODE,
    words: /\bapps\/appinstall\b/gu,
    message: 'the address `apps/appinstall` is gone',
  },
  {
    appInspect: 'check_for_datamodel_acceleration_endpoint_usage',
    files: CODE,
    words: /\bdatamodel\/acceleration\b/gu,
    message: 'the address `datamodel/acceleration` is gone',
  },
  {
    appInspect: 'check_for_telemetry_metrics_in_javascript',
    files: /\.js$/u,
    words: /\b_splunk_metrics_events\b/gu,
    message: "the script writes to Splunk's own usage data",
  },
  {
    appInspect: 'check_for_splunk_js_header_and_footer_view',
    files: /\.(?:js|html?)$/u,
    words: /\bsplunkjs\/mvc\/(?:header|footer)view\b/gu,
    message: 'the header and footer of a page are its layout now',
    severity: 'warning',
  },
  {
    appInspect: 'check_hotlinking_splunk_web_libraries',
    files: /\.(?:js|html?)$/u,
    words: /\brequire\(\[\s*["'](?:views|models|collections|helpers|contrib)\//gu,
    message: "the script loads a part of Splunk Web's own",
  },
  {
    appInspect: 'check_for_outdated_ssl_tls',
    files: CONF,
    words: /^sslVersions\s*=(?!\s*tls1\.[23](?:\s*,\s*tls1\.[23])*\s*$).*$/gmu,
    message: 'the connection may use a protocol that is no longer safe',
  },
  {
    appInspect: 'check_run_as_owner',
    files: /\.spl2$/u,
    words: /@run_as_owner\b/gu,
    message: "the module runs with its owner's rights",
  },
];

interface Kind {
  readonly appInspect: string;
  readonly path: RegExp;
  readonly message: string;
  readonly severity?: 'warning';
}

const KINDS: readonly Kind[] = [
  {
    appInspect: 'check_for_compiled_python',
    path: /\.py[co]$/u,
    message: 'is compiled Python',
  },
  {
    appInspect: 'check_for_python_script_existence',
    path: /\.py$/u,
    message: 'is a Python program, which each release of Splunk may need changed',
    severity: 'warning',
  },
  {
    appInspect: 'check_requires_adobe_flash',
    path: /\.(?:swf|fla|flv|jsfl)$/iu,
    message: 'needs Flash',
  },
  {
    appInspect: 'check_for_django_bindings',
    path: /^django\//u,
    message: 'needs Django, which Splunk took away',
  },
  {
    appInspect: 'check_html_dashboards',
    path: /^(?:default|local)\/data\/ui\/html\//u,
    message: 'is an HTML dashboard, which Splunk took away',
  },
];

export const programChecks: readonly Check[] = [
  {
    code: 'TSP1428',
    appInspect: 'check_for_*_usage',
    severity: 'error',
    run: (app) => PHRASES.flatMap((phrase) => phraseFindings(app, phrase)),
  },
  {
    code: 'TSP1429',
    appInspect: 'check_for_*',
    severity: 'error',
    run: (app) =>
      KINDS.flatMap(({ path, message, ...kind }) =>
        app.paths
          .filter((each) => path.test(each))
          .map((each) => ({ ...kind, source: app.file(each), message: `\`${each}\` ${message}` })),
      ),
  },
];

function phraseFindings(app: AppFolder, { files, words, message, ...phrase }: Phrase): Finding[] {
  return app.paths
    .filter((path) => files.test(path))
    .flatMap((path) => {
      const source = app.text(path);
      if (!source) return [];
      return [...source.text.matchAll(words)].map(({ index, 0: found }) => ({
        ...phrase,
        source,
        span: span(index, index + found.length),
        message,
      }));
    });
}
