// Texts with a structure of their own: addresses of the web, command lines, paths, CSV, XML.
import { SaxesParser } from 'saxes';
import { row, type ScalarFunction } from './function.ts';

type Members = readonly (readonly [string, string])[];

/** JSON with the members in this order; values are JSON. */
const object = (members: Members): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

const quoted = (text: string): string => JSON.stringify(text);

const URL_PARTS =
  /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function queryMembers(query: string): string {
  const members = new Map<string, string>();
  for (const each of query.split('&')) {
    if (each === '') continue;
    const at = each.indexOf('=');
    const name = decoded(at < 0 ? each : each.slice(0, at));
    if (!members.has(name)) members.set(name, quoted(at < 0 ? '' : decoded(each.slice(at + 1))));
  }
  return object([...members]);
}

/** Scheme, Host, Port, Path, Username, Password, Query Parameters, Fragment. */
function parseUrl(text: string): string {
  const [, scheme = '', user, host = '', port = '', path = '', query = '', fragment = ''] =
    URL_PARTS.exec(text.trim()) ?? [];
  const [name = '', ...password] = (user ?? '').split(':');
  return object([
    ['Scheme', quoted(scheme)],
    ['Host', quoted(host)],
    ['Port', quoted(port)],
    ['Path', quoted(path)],
    ['Username', quoted(name)],
    ['Password', quoted(password.join(':'))],
    ['Query Parameters', queryMembers(query)],
    ['Fragment', quoted(fragment)],
  ]);
}

/**
 * Arguments as Windows' CommandLineToArgvW takes a command line apart: the first one ends at a blank or its closing quote;
 * in the others backslashes count only before a quote, and two quotes within quotes are one.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
 */
export function windowsArguments(line: string): string[] {
  const found: string[] = [];
  let rest = line.replace(/^[ \t]+/, '');
  if (rest === '') return found;
  const program = rest.startsWith('"') ? /^"([^"]*)"?/.exec(rest) : /^[^ \t]*/.exec(rest);
  found.push(program?.[1] ?? program?.[0].replace(/^"/, '') ?? '');
  rest = rest.slice(program?.[0].length ?? 0);
  let at = 0;
  while (at < rest.length) {
    while (rest[at] === ' ' || rest[at] === '\t') at++;
    if (at >= rest.length) break;
    const { value, end } = argumentAt(rest, at);
    found.push(value);
    at = end;
  }
  return found;
}

function argumentAt(text: string, start: number): { value: string; end: number } {
  let value = '';
  let inside = false;
  let at = start;
  while (at < text.length) {
    const each = text[at] ?? '';
    if (!inside && (each === ' ' || each === '\t')) break;
    if (each === '\\') {
      let slashes = 0;
      while (text[at] === '\\') {
        slashes++;
        at++;
      }
      if (text[at] !== '"') value += '\\'.repeat(slashes);
      else {
        value += '\\'.repeat(Math.floor(slashes / 2));
        if (slashes % 2 === 1) {
          value += '"';
          at++;
        }
      }
    } else if (each === '"') {
      if (inside && text[at + 1] === '"') {
        value += '"';
        at++;
      } else inside = !inside;
      at++;
    } else {
      value += each;
      at++;
    }
  }
  return { value, end: at };
}

/** Scheme, RootPath, DirectoryPath, DirectoryName, Filename, Extension, AlternateDataStreamName. */
function parsePath(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]{1,20}):\/\//i.exec(text);
  const body = text.slice(scheme?.[0].length ?? 0);
  const root = /^([a-z]:)(?=[\\/])/i.exec(body)?.[1] ?? '';
  const colon = body.lastIndexOf(':');
  // A letter and a colon alone are a drive.
  const stream =
    colon > Math.max(root.length, 1) && !/[\\/]/.test(body.slice(colon))
      ? body.slice(colon + 1)
      : '';
  const path = stream === '' ? body : body.slice(0, colon);
  const at = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  const directory = at < 0 ? '' : path.slice(0, at);
  const file = path.slice(at + 1);
  const dot = file.lastIndexOf('.');
  return object([
    ['Scheme', quoted(scheme?.[1] ?? '')],
    ['RootPath', quoted(root)],
    ['DirectoryPath', quoted(directory)],
    [
      'DirectoryName',
      quoted(
        directory.slice(Math.max(directory.lastIndexOf('\\'), directory.lastIndexOf('/')) + 1),
      ),
    ],
    ['Filename', quoted(file)],
    ['Extension', quoted(dot <= 0 ? '' : file.slice(dot + 1))],
    ['AlternateDataStreamName', quoted(stream)],
  ]);
}

/** Fields of the first record: quotes around a field, two quotes within for one. */
export function csvFields(text: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (text[at] === '"') {
      at++;
      while (at < text.length && !(text[at] === '"' && text[at + 1] !== '"')) {
        field += text[at] ?? '';
        at += text[at] === '"' ? 2 : 1;
      }
      at++;
    }
    const rest = /^[^,\r\n]*/.exec(text.slice(at))?.[0] ?? '';
    fields.push(field + rest);
    at += rest.length;
    if (text[at] !== ',') return fields;
    at++;
  }
}

interface Element {
  readonly attributes: Members;
  readonly children: [string, string][];
  text: string;
}

/** JSON of an element: attributes under `@name`, text under `#text`; only text: the text; equal names: an array. */
function elementJson({ attributes, children, text }: Element): string {
  if (attributes.length === 0 && children.length === 0) return text === '' ? 'null' : quoted(text);
  const members = new Map<string, string[]>();
  for (const [name, value] of [...attributes, ...children]) {
    const known = members.get(name);
    if (known) known.push(value);
    else members.set(name, [value]);
  }
  if (text !== '') members.set('#text', [quoted(text)]);
  return object(
    [...members].map(([name, values]) => [
      name,
      values.length === 1 ? (values[0] ?? 'null') : `[${values.join(',')}]`,
    ]),
  );
}

const MOST_XML = 128 * 1024;
const DEEPEST_XML = 256;

/** Null for what is no well-formed XML, longer than 128 KB, or nested deeper than 256 levels. */
function parseXml(text: string): string | null {
  if (text.length > MOST_XML) return null;
  const parser = new SaxesParser({ xmlns: false });
  const open: (Element & { name: string })[] = [];
  const top: [string, string][] = [];
  const state = { failed: false };
  parser.on('error', () => {
    state.failed = true;
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.entries(tag.attributes).map(([name, value]): [string, string] => [
      `@${name}`,
      quoted(value),
    ]);
    open.push({ name: tag.name, attributes, children: [], text: '' });
    state.failed ||= open.length > DEEPEST_XML;
  });
  const addText = (value: string): void => {
    const current = open[open.length - 1];
    if (current && value.trim() !== '') current.text += value;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) (open[open.length - 1]?.children ?? top).push([closed.name, elementJson(closed)]);
  });
  try {
    parser.write(text.trim()).close();
  } catch {
    return null;
  }
  return state.failed || top.length === 0 ? null : object(top);
}

export const structuredText: readonly ScalarFunction[] = [
  row('parse_url', ['string'], 'dynamic', 'the parts of an address of the web', parseUrl),
  row(
    'parse_url_query',
    ['string'],
    'dynamic',
    'the parameters of a query string, under `Query Parameters`',
    (text: string) => object([['Query Parameters', queryMembers(text.replace(/^\?/, ''))]]),
  ),
  row(
    'windows_arguments',
    ['string'],
    'dynamic',
    'the arguments of a Windows command line',
    (text: string) => `[${windowsArguments(text).map(quoted).join(',')}]`,
  ),
  row('parse_path', ['string'], 'dynamic', 'the parts of a path of a file', parsePath),
  row(
    'csv_fields',
    ['string'],
    'dynamic',
    'the fields of one record',
    (text: string) => `[${csvFields(text).map(quoted).join(',')}]`,
  ),
  row(
    'parse_xml',
    ['string'],
    'dynamic',
    'the elements as JSON: attributes under `@name`, text under `#text`',
    parseXml,
  ),
];
