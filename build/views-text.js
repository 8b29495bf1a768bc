// The page that shows one event of each sort as every platform holds it, from the mapping data. Pure, so that a test can
// compare the page with the code.

const escape = (text) =>
  String(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/\r?\n/g, '⏎')
    .replaceAll('<', '&lt;');

/** Long values by their beginning. */
function short(text) {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Names of the events that are shown, and how to find them. */
const shown = [
  ['A scheduled task was created (Security 4698)', 'Security', 4698],
  ['A process was created (Security 4688)', 'Security', 4688],
  ['Process creation (Sysmon 1)', 'Microsoft-Windows-Sysmon/Operational', 1],
  ['Registry value set (Sysmon 13)', 'Microsoft-Windows-Sysmon/Operational', 13],
];

/**
 * @param events the door of the events room
 * @param records records that hold one event of each sort
 */
export function viewsPage(events, records) {
  const sections = shown.map(([title, channel, id]) => {
    const record = records.find(
      (each) => 'system' in each && each.system.channel === channel && each.system.eventId === id,
    );
    return `## ${title}\n\n${section(events, record)}`;
  });
  return `# One event, view by view

What each platform holds of the same event, made from the mapping data by \`node build/views.js\`: every filled column with
its type, where the value comes from, and how sure that is (\`high\`: read in a parser, a reference or real rows; \`medium\`:
the rendering is assumed; \`low\`: known from public queries only). Tables marked *analogue* imitate what the product's own
sensor would have reported. Columns that no part of the event fills are left out, and long values are cut.

${sections.join('\n\n')}
`;
}

function section(events, record) {
  const { allViews, asimViews, usualContext } = events;
  const parts = [needs(events, record)];
  for (const view of [...allViews(), ...asimViews()]) {
    if (!view.accepts(record)) continue;
    const heading = `### ${names[view.platform]}: \`${view.name}\`${view.analogue ? ' (analogue)' : ''}`;
    const body =
      view.kind === 'table'
        ? columnsOf(events, view, view.row(record, usualContext))
        : fieldsOf(view.fields(record, usualContext));
    parts.push(`${heading}\n\n${body}`);
  }
  return parts.join('\n\n');
}

const names = { splunk: 'Splunk', sentinel: 'Sentinel', defender: 'Defender' };

function needs({ prerequisitesOf }, { system: { channel, eventId } }) {
  const lines = Object.entries(names).flatMap(([platform, name]) => {
    const all = prerequisitesOf(platform, channel, eventId).map(({ text }) => escape(text));
    return all.length === 0 ? [] : [`- ${name} needs ${all.join('; ')}`];
  });
  return lines.join('\n');
}

function columnsOf({ isoOfTicks }, { columns }, row) {
  const rows = columns.flatMap(({ name, type, source = '', confidence = '' }, at) => {
    const value = row[at];
    if (value === null || value === '') return [];
    const text = type === 'datetime' ? (isoOfTicks(value) ?? '') : String(value);
    return [[`\`${name}\``, type, escape(source), confidence, escape(short(text))]];
  });
  return table(['column', 'type', 'source', 'confidence', 'value'], rows);
}

function fieldsOf(fields) {
  const rows = [...fields].map(([name, value]) => [
    `\`${name}\``,
    escape(short(Array.isArray(value) ? value.join(' ¦ ') : String(value))),
  ]);
  return table(['field', 'value'], rows);
}
