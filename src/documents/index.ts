// The door of the room: which formats there are, and reading a document in whichever of them it is.
import type { Strategy } from '../strategy/index.ts';
import type { Outcome, Source } from '../text/index.ts';
import { ads } from './ads/index.ts';
import { azureSentinelYaml } from './azure-sentinel-yaml/index.ts';
import { falconforce } from './falconforce/index.ts';
import type { DocumentFormat } from './format.ts';
import { documentProblems, notAStrategy, tooLarge, unrecognised } from './messages.ts';
import { native } from './native/index.ts';
import { looksLike } from './searches.ts';

export type { DocumentFormat } from './format.ts';
export { skeleton, write as writeDocument, type Skeleton } from './native/index.ts';
export { importRules } from './importers.ts';
export { documentProblems };

/** Every format. Of two that are equally sure of a text, the earlier reads it. */
export const formats: readonly DocumentFormat[] = [azureSentinelYaml, native, falconforce, ads];

/** Characters of the largest document that is read. */
const LARGEST = 1_000_000;
/** From here on a format is taken to be meant. */
const SURE = 0.4;

/**
 * Reads a document in the format that recognises it best, whatever its name. Undefined for a text that is no strategy
 * (a note) or that none recognises (an error).
 */
export function readDocument(source: Source): Outcome<Strategy | undefined> {
  const { text } = source;
  if (text.length > LARGEST) {
    const problem = tooLarge({ source }, { size: text.length, most: LARGEST });
    return { value: undefined, diagnostics: [problem] };
  }
  const [best] = formats
    .map((format) => ({ format, sure: format.recognise(text) }))
    .sort((a, b) => b.sure - a.sure);
  if (best && best.sure >= SURE) return best.format.read(source);
  if ((best?.sure ?? 0) < 0.1 && !holdsSearch(text)) {
    return { value: undefined, diagnostics: [notAStrategy({ source }, {})] };
  }
  const expected =
    "Expected is one of: front matter with `id` and `title`; headings such as `# Goal` and `# Strategy Abstract`; or FalconForce's `## Metadata` and `## ATT&CK Tags`.";
  const end = Math.max(1, text.search(/[\r\n]|$/));
  return {
    value: undefined,
    diagnostics: [unrecognised({ source, span: { start: 0, end } }, { expected })],
  };
}

/** Whether some block of the text is marked as a search or reads as one. */
function holdsSearch(text: string): boolean {
  if (/^[ \t]{0,8}(?:```|~~~)[ \t]*(?:spl|splunk|kusto|kql)\b/im.test(text)) return true;
  return text
    .split(/^[ \t]{0,8}(?:```|~~~)[^\r\n]*$/m, 40)
    .some((each, index) => index % 2 === 1 && looksLike(each.trimStart()) !== undefined);
}
