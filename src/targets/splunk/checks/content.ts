// What files hold whatever they are for: well-formed XML and JSON, plain line ends, nothing left from a merge.
import { SaxesParser } from 'saxes';
import { span } from '../../../text/index.ts';
import type { AppFolder } from './app-folder.ts';
import type { Check, Finding } from './check.ts';

const TEXT = /\.(?:conf|meta|xml|json|md|txt|csv|html|css|spec|manifest)$/u;

const inTexts = (app: AppFolder, ending: RegExp): readonly string[] =>
  app.paths.filter((path) => ending.test(path));

// What the real check counts as private, tried out on it: private and link-local networks, those set aside for
// documentation and benchmarks, and the reserved ones; not loopback.
const PRIVATE_NETWORKS = [
  '10\\.\\d{1,3}\\.\\d{1,3}',
  '172\\.(?:1[6-9]|2\\d|3[01])\\.\\d{1,3}',
  '192\\.168\\.\\d{1,3}',
  '169\\.254\\.\\d{1,3}',
  '192\\.0\\.[02]',
  '198\\.51\\.100',
  '203\\.0\\.113',
  '198\\.1[89]\\.\\d{1,3}',
  '2(?:4\\d|5[0-4])\\.\\d{1,3}\\.\\d{1,3}',
];
const PRIVATE_ADDRESS = new RegExp(
  `(?<![\\w.])(?:${PRIVATE_NETWORKS.join('|')})\\.\\d{1,3}(?![\\w.]|/\\d)`,
  'gu',
);

export const contentChecks: readonly Check[] = [
  {
    code: 'TSP1420',
    appInspect: 'check_that_all_xml_files_are_well_formed',
    severity: 'error',
    run: (app) => inTexts(app, /\.xml$/u).flatMap((path) => xmlProblem(app, path)),
  },
  {
    code: 'TSP1421',
    appInspect: 'check_validate_json_data_is_well_formed',
    severity: 'error',
    run: (app) =>
      inTexts(app, /(?:\.json|^app\.manifest)$/u).flatMap((path) => jsonProblem(app, path)),
  },
  {
    code: 'TSP1422',
    appInspect: 'check_that_app_contains_any_windows_specific_components',
    severity: 'warning',
    run: (app) =>
      inTexts(app, /^default\/inputs\.conf$/u).flatMap((path) =>
        everyMatch(
          app,
          path,
          /^\[(?:WinEventLog|WinHostMon|WinNetMon|WinPrintMon|WinRegMon|admon|perfmon|powershell2?)\b[^\]\n]*\]/gimu,
          'the input works on Windows alone',
          'leave inputs to the forwarders',
        ),
      ),
  },
  {
    code: 'TSP1423',
    appInspect: 'check_for_git_merge_conflict_in_app',
    // Named in AppInspect's list; no file that was tried made it speak.
    severity: 'warning',
    run: (app) =>
      inTexts(app, TEXT).flatMap((path) =>
        everyMatch(app, path, /^<{7}(?= )/gmu, 'a merge was left unfinished', 'finish the merge'),
      ),
  },
  {
    code: 'TSP1425',
    appInspect: 'check_hostnames_and_ips',
    severity: 'warning',
    run: (app) =>
      app.paths.flatMap((path) =>
        everyMatch(
          app,
          path,
          PRIVATE_ADDRESS,
          'an address that is not public ships with the app',
          'name the host, or leave the address out; those set aside for examples count as well',
        ),
      ),
  },
  {
    code: 'TSP1424',
    appInspect: 'check_simplexml_standards_version',
    severity: 'error',
    run: (app) =>
      inTexts(app, /^(?:default|local)\/data\/ui\/views\/[^/]+\.xml$/u).flatMap((path) =>
        dashboardVersion(app, path),
      ),
  },
];

function xmlProblem(app: AppFolder, path: string): Finding[] {
  const source = app.text(path);
  if (!source) return [{ source: app.file(path), message: `\`${path}\` is not UTF-8 text` }];
  const parser = new SaxesParser({ xmlns: true });
  const problems: Finding[] = [];
  parser.on('error', ({ message }) => {
    const at = Math.min(parser.position, source.text.length);
    const plain = message.replace(/^\d+:\d+: /u, '').replace(/\.$/u, '');
    if (problems.length === 0) {
      problems.push({
        source,
        span: span(at, at),
        message: `the XML is not well formed: ${plain}`,
      });
    }
  });
  parser.write(source.text).close();
  return problems;
}

function jsonProblem(app: AppFolder, path: string): Finding[] {
  const source = app.text(path);
  if (!source) return [{ source: app.file(path), message: `\`${path}\` is not UTF-8 text` }];
  try {
    JSON.parse(source.text);
    return [];
  } catch {
    const severity = path === 'app.manifest' ? 'warning' : 'error';
    return [{ source, severity, message: `\`${path}\` is not well-formed JSON` }];
  }
}

function everyMatch(
  app: AppFolder,
  path: string,
  pattern: RegExp,
  message: string,
  remedy: string,
): Finding[] {
  const source = app.text(path);
  if (!source) return [];
  return [...source.text.matchAll(pattern)].map((found) => ({
    source,
    span: span(found.index, found.index + found[0].length),
    message,
    remedy,
  }));
}

/** The text with its comments as spaces. */
function blanked(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/gu, (comment) => ' '.repeat(comment.length));
}

/** A dashboard's or form's root must say which rules of Simple XML it follows. */
function dashboardVersion(app: AppFolder, path: string): Finding[] {
  const source = app.text(path);
  const root = source && /<(?:dashboard|form)\b[^>]*>/u.exec(blanked(source.text));
  if (!root || /\sversion\s*=\s*["'](?:1\.1|2)["']/u.test(root[0])) return [];
  return [
    {
      source,
      span: span(root.index, root.index + root[0].length),
      message: 'the dashboard does not say `version="1.1"`',
      remedy: 'add the attribute',
    },
  ];
}
