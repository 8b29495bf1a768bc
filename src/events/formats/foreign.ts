// Files that people take for recordings and that are none: named, with the way to what can be read.
import { toUtf8 } from './utf8.ts';

interface ForeignKind {
  /** Matches the first bytes, in hexadecimal or as text. */
  readonly start: RegExp;
  readonly message: string;
}

const kinds: readonly ForeignKind[] = [
  {
    start: /^.{8}4c664c65/,
    message:
      'an event log of Windows XP or Server 2003 (.evt), which is not read; make it an EVTX with `wevtutil epl FILE NEW.evtx /lf:true`',
  },
  {
    start: /^50415231/,
    message: 'Parquet in an archive, which is not read; unpack the archive first',
  },
  {
    start: /^4f626a01/,
    message: 'Avro, which is not read; convert it to JSON lines (`avro-tools tojson FILE`)',
  },
  { start: /^4f5243/, message: 'ORC, which is not read; convert it to Parquet or JSON lines' },
  {
    start: /^4152524f5731/,
    message: 'Arrow, which is not read; convert it to Parquet or JSON lines',
  },
  {
    start: /^53514c69746520666f726d6174203300/,
    message: 'an SQLite database, which is not read; export its table as CSV',
  },
  {
    start: /^d0cf11e0a1b11ae1/,
    message: 'an Office or installer document, which is not read; export its table as CSV',
  },
  { start: /^25504446/, message: 'a PDF, which holds no events' },
  { start: /^(?:4d5a|7f454c46)/, message: 'a program, which holds no events' },
  {
    start: /^(?:d4c3b2a1|a1b2c3d4|4d3cb2a1|a1b23c4d|0a0d0d0a)/,
    message:
      'captured network packets, which are not read; make JSON of them with Zeek or Suricata',
  },
  {
    start: /^(?:fffe0000|0000feff)/,
    message: 'text in UTF-32, which is not read; save it as UTF-8',
  },
];

/** Texts in which tools print events: without their data, or with local times. */
const printed: readonly ForeignKind[] = [
  {
    start: /^\s{0,100}(?:#< CLIXML\s{1,10})?<Objs\s[^>]{0,300}powershell/,
    message:
      'objects of PowerShell (`Export-Clixml`), which hold no event data at the usual depth; export with `ForEach-Object { $_.ToXml() }`, or copy the log with `wevtutil epl`',
  },
  {
    start: /^\s{0,100}Event\[\d{1,9}\]:?\s/,
    message:
      'what `wevtutil qe` prints as text, with rendered values and local times; print it with `/f:xml`, or copy the log with `wevtutil epl`',
  },
  {
    start: /^\s{0,100}evtxexport \d{8}/,
    message: 'what `evtxexport` prints as text; print it with `-f xml`, or take the EVTX file',
  },
  {
    start:
      /^\s{0,100}(?:TimeCreated|Message|Id|ProviderName|LogName) {1,40}: [^]{0,2000}?^(?:Id|ProviderName|TimeCreated|LogName) {1,40}: /m,
    message:
      'what PowerShell prints of events as a list, with rendered values and local times; export with `ConvertTo-Json -Depth 4`, or copy the log with `wevtutil epl`',
  },
  {
    start: /^\s{0,100}ProviderName: [^\n]{1,300}\n\s{0,100}TimeCreated\s{1,100}Id\s/,
    message:
      'what PowerShell prints of events as a table, without their data; export with `ConvertTo-Json -Depth 4`, or copy the log with `wevtutil epl`',
  },
  {
    start: /^\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?<results preview=/,
    message:
      'results of a Splunk search as XML, which are not read; export them as JSON, CSV or raw events',
  },
  {
    start:
      /^\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?(?:<[A-Za-z]\w{0,20}:Events[\s>][^<]{0,200})?<[A-Za-z]\w{0,20}:Event[\s>]/,
    message:
      'event XML whose names have a prefix, which is not read; write it without (`<Event xmlns=...>`)',
  },
  {
    start: /^\s{0,100}LogName=[^\n]{1,200}\n(?:[A-Za-z]{1,30}=[^\n]{0,300}\n){0,10}EventCode=\d/,
    message:
      'WinEventLog text without the line of the time with which each block begins; export it with `_raw`',
  },
];

const page = /^(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype\s+html|html)[\s>]/i;
const format = /^(?:<\d{1,3}>)?[^\n]{0,200}?\b(CEF|LEEF):\d{1,2}(?:\.\d)?\|/;
const syslog = /^<\d{1,3}>/;

/** What to say of a file whose content is not that of a recording; undefined for one that is not known either. */
export function foreignContent(bytes: Buffer): string | undefined {
  const head = bytes.toString('hex', 0, 16);
  const known = kinds.find(({ start }) => start.test(head));
  if (known) return known.message;
  const text = toUtf8(bytes.subarray(0, 4096)).toString('latin1', 0, 2048);
  if (/^\s*$/.test(text) && bytes.length < 2048) return 'the file holds nothing but blanks';
  const print = printed.find(({ start }) => start.test(text));
  if (print) return print.message;
  if (page.test(text))
    return 'a web page, perhaps the login that stood before the download; fetch the file itself';
  const [, name] = format.exec(text) ?? [];
  if (name !== undefined)
    return `${name} lines, which are not read; export the events as JSON or CSV`;
  return syslog.test(text)
    ? 'syslog lines, which are not read; export the events as JSON or CSV'
    : undefined;
}
