// An app's files as checks look at them: by path inside the app, text decoded once, .conf files read once.
import type { Diagnostic, FileTree, Source, Span } from '../../../text/index.ts';
import type { Modes } from '../archive/tar.ts';
import type { Conf, ConfStanza } from '../conf/conf.ts';
import { readConf } from '../conf/read.ts';

export interface AppFolder {
  /** Permissions of files and folders (whose paths end in `/`), by their path as given, where they are known. */
  readonly modes: Modes;
  /** The top folder's name; empty when the paths begin inside the app. */
  readonly name: string;
  /** Every path of the tree as given, sorted. */
  readonly given: readonly string[];
  /** Paths inside the app, sorted. */
  readonly paths: readonly string[];
  /** The text of a file, or undefined when it is absent or not UTF-8. */
  readonly text: (path: string) => Source | undefined;
  /** A file's name for messages. */
  readonly file: (path: string) => Source;
  readonly conf: (path: string) => {
    readonly value: Conf;
    readonly diagnostics: readonly Diagnostic[];
  };
}

/** A setting with the file that it stands in; `span` covers the setting, or the stanza where the setting is absent. */
export interface Placed {
  readonly source: Source;
  readonly span?: Span | undefined;
  readonly value: string | undefined;
}

export function openFolder(tree: FileTree, modes: Modes = new Map()): AppFolder {
  const given = [...tree.keys()].sort();
  const tops = new Set(given.map((path) => path.split('/')[0] ?? ''));
  const inside = tree.has('default/app.conf');
  const app = given.find((path) => /^[^/]+\/default\/app\.conf$/u.test(path));
  const name = inside ? '' : (app?.split('/')[0] ?? [...tops][0] ?? '');
  const prefix = inside ? '' : `${name}/`;
  const texts = new Map<string, Source | undefined>();
  const confs = new Map<string, ReturnType<AppFolder['conf']>>();
  const file = (path: string): Source => ({ name: prefix + path, text: '' });
  const text = (path: string): Source | undefined => {
    if (!texts.has(path)) texts.set(path, decoded(prefix + path, tree.get(prefix + path)));
    return texts.get(path);
  };
  const conf = (path: string): ReturnType<AppFolder['conf']> => {
    const known = confs.get(path) ?? readConf(text(path) ?? file(path));
    confs.set(path, known);
    return known;
  };
  const paths = given
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length));
  return { modes, name, given, paths, text, file, conf };
}

function decoded(name: string, content: string | Uint8Array | undefined): Source | undefined {
  if (content === undefined) return undefined;
  if (typeof content === 'string') return { name, text: content };
  try {
    return {
      name,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
    };
  } catch {
    return undefined;
  }
}

/** The .conf files of both layers, with their paths. */
export function confPaths(app: AppFolder): string[] {
  return app.paths.filter((path) => /^(?:default|local)\/[^/]+\.conf$/u.test(path));
}

/** Name of a .conf file without folder and ending. */
export function confName(path: string): string {
  return path.replace(/^.*\//u, '').replace(/\.conf$/u, '');
}

/** One setting of `default/app.conf`. */
export function appSetting(app: AppFolder, stanza: string, key: string): Placed {
  const path = 'default/app.conf';
  const found = app.conf(path).value.find(({ name }) => name === stanza);
  return placed(app.text(path) ?? app.file(path), found, key);
}

export function placed(source: Source, stanza: ConfStanza | undefined, key: string): Placed {
  const setting = stanza?.settings.find((each) => each.key === key);
  return { source, span: setting?.span ?? stanza?.span, value: setting?.value };
}
