// Searches in an ADS document: in a block that says its language, or after words that do (`Sample Splunk Query:`).
import type { Language, Search } from '../../strategy/index.ts';
import type { Diagnostic, Source } from '../../text/index.ts';
import { lineRange, type Code, type Markdown } from '../markdown.ts';
import { guessedLanguage, openFence, otherLanguage } from '../messages.ts';
import { oneLine, plainText } from '../prose.ts';
import { languageOf, looksLike, searchOf } from '../searches.ts';
import type { Part } from '../sections.ts';

const SPLUNK = /\b(?:splunk|spl)\b/i;
const KUSTO = /\b(?:kql|kusto|sentinel|defender|advanced hunting|log analytics|m365)\b/i;
const QUERY = /\b(?:quer(?:y|ies)|search(?:es)?|spl|kql|detection logic|rule)\b/i;
const OTHER = /\b(?:sigma|osquery|yara|eql|lucene|elastic|snort|suricata)\b/i;
/** Here a block without a word about it may be the search; in the others it is a sample or a command to run. */
const TELLING = new Set([
  'abstract',
  'technical-context',
  'detection',
  'other',
  'goal',
  'considerations',
]);

interface Found {
  readonly searches: Search[];
  readonly diagnostics: Diagnostic[];
}

/** All searches of the document, in its order. */
export function searchesOf(text: Markdown, parts: readonly Part[], source: Source): Found {
  const found: Found = { searches: [], diagnostics: [] };
  for (const part of parts) {
    let lead = part.kind === 'detection' ? `${part.title} ` : '';
    for (const block of part.blocks) {
      if (block.kind === 'code') {
        takeCode(text, part, block, lead, source, found);
        lead = '';
      } else if (block.kind === 'heading') lead = block.title;
      else if (block.kind === 'text')
        lead = oneLine(lineRange(text, block.from, block.to)).slice(-300);
    }
  }
  return found;
}

function takeCode(
  text: Markdown,
  part: Part,
  code: Code,
  lead: string,
  source: Source,
  found: Found,
): void {
  const word = (code.info.split(/\s/, 1)[0] ?? '').toLowerCase();
  const start = code.content[0]?.start ?? 0;
  const at = { source, span: { start, end: code.content.at(-1)?.end ?? start } };
  const query = searchOf(text, code, 'spl').text;
  if (query.trim() === '' && !code.fenced) return;
  const told =
    languageOf(word) ?? (word === '' || word === 'text' ? toldBy(lead, query) : undefined);
  const guess = told ?? (TELLING.has(part.kind) && !otherWord(word) ? looksLike(query) : undefined);
  if (!guess) {
    const other = OTHER.exec(word)?.[0] ?? (QUERY.test(lead) ? OTHER.exec(lead)?.[0] : undefined);
    if (other !== undefined) found.diagnostics.push(otherLanguage(at, { language: other }));
    return;
  }
  if (!told) {
    found.diagnostics.push(guessedLanguage(at, { language: guess === 'spl' ? 'SPL' : 'KQL' }));
  }
  if (!code.closed) found.diagnostics.push(openFence(at, {}));
  const label = plainText(lead)
    .replace(/^[-*+]\s+/, '')
    .replace(/:$/, '')
    .trim();
  const named = label !== '' && label.length <= 80 ? { label } : {};
  found.searches.push(searchOf(text, code, guess, { ...platformIn(lead, guess), ...named }));
}

/** A word after the fence marks that names something else than a search: `json`, `powershell`, `bash`. */
function otherWord(word: string): boolean {
  return word !== '' && !/^(?:text|txt|query|search|c#|sql)$/.test(word);
}

/** The language that the words before a block announce, if they announce a search. */
function toldBy(lead: string, query: string): Language | undefined {
  if (!QUERY.test(lead) || OTHER.test(lead)) return undefined;
  const [spl, kql] = [SPLUNK.test(lead), KUSTO.test(lead)];
  if (spl && kql) return looksLike(query);
  return spl ? 'spl' : kql ? 'kql' : undefined;
}

/** The platform that the words before a block name. */
function platformIn(lead: string, language: Language): { platform?: string } {
  if (language === 'spl') return {};
  if (/\bdefender\b|\badvanced hunting\b|\bm365\b/i.test(lead)) return { platform: 'Defender' };
  return /\bsentinel\b|\blog analytics\b/i.test(lead) ? { platform: 'Sentinel' } : {};
}
