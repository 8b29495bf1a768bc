// Texts with a structure of their own.
import { call, nothing, text, type Expression } from '../../plan/index.ts';
import { constantOf } from '../lower/constant.ts';
import { refuse } from '../lower/context.ts';
import { page, type FunctionRow, type Site } from './row.ts';

const parsed = (
  name: string,
  plan: string,
  examples: FunctionRow['examples'],
  aliases: readonly string[] = [],
): FunctionRow => ({
  name,
  aliases,
  takes: ['string'],
  lower: ([value = text('')]) => call(plan, 'dynamic', value),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

/** Only Windows' rules are defined. */
function commandLine(args: readonly Expression[], { context, node }: Site): Expression {
  const kind = args[1] && constantOf(args[1])?.value;
  if (String(kind).toLowerCase() !== 'windows') {
    refuse(context, node, 'kind of command line', 'the one kind is "windows"');
    return nothing('dynamic');
  }
  return call('windows_arguments', 'dynamic', args[0] ?? text(''));
}

export const structured: readonly FunctionRow[] = [
  parsed(
    'parse_url',
    'parse_url',
    [
      ['parse_url("https://u:p@host:8080/a/b?k=v#f")["Query Parameters"].k', 'v'],
      ['parse_url("https://u:p@host:8080/a/b?k=v#f").Port', '8080'],
      ['parse_url("https://host.com/a").Host', 'host.com'],
    ],
    ['parseurl'],
  ),
  parsed('parse_urlquery', 'parse_url_query', [
    ['parse_urlquery("k1=v1&k2=v2")', { 'Query Parameters': { k1: 'v1', k2: 'v2' } }],
  ]),
  parsed('parse_path', 'parse_path', [
    ['parse_path(@"C:\\temp\\file.txt").Filename', 'file.txt'],
    ['parse_path(@"C:\\temp\\file.txt").DirectoryName', 'temp'],
  ]),
  parsed('parse_xml', 'parse_xml', [
    ['parse_xml(\'<a x="1"><b>t</b><b>u</b></a>\')', { a: { '@x': '1', b: ['t', 'u'] } }],
    ['parse_xml("no xml")', null],
  ]),
  parsed('parse_csv', 'csv_fields', [['parse_csv(\'aa,"b,b",cc\')', ['aa', 'b,b', 'cc']]]),
  {
    name: 'parse_command_line',
    takes: ['string'],
    lower: commandLine,
    source: page('parse-command-line-function'),
    examples: [
      ['parse_command_line("echo \\"hello world!\\" x", "windows")', ['echo', 'hello world!', 'x']],
      ['parse_command_line(@"a.exe ""c:\\x\\\\"" b\\\\c", "windows")[1]', 'c:\\x\\'],
    ],
  },
];
