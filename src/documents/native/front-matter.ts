// The YAML between the lines `---` at the top of a document: where it ends, what it says, what is wrong with it.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readYaml, schemaProblems, type YamlValue } from '../../strategy/index.ts';
import type { Diagnostic, Source, Span } from '../../text/index.ts';
import { linesOf, type Line } from '../markdown.ts';
import { emptyFrontMatter, unclosedFrontMatter } from '../messages.ts';

/** `end`: the line after the closing one, from which the document goes on. */
export interface FrontMatter {
  readonly yaml: YamlValue;
  readonly end: number;
  readonly diagnostics: readonly Diagnostic[];
}

let compiled: ValidateFunction | undefined;

function schema(): ValidateFunction {
  if (compiled) return compiled;
  const file = new URL('./data/front-matter.schema.json', import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
  compiled = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return compiled;
}

/** The span of the YAML, and the line after the front matter; without a closing line the YAML ends at the first heading. */
export function frontMatterSpan(
  text: string,
): { span: Span; end: number; closed: boolean } | undefined {
  const lines = linesOf(text);
  const contentOf = (line: Line): string => text.slice(line.start, line.end);
  const [first] = lines;
  if (!first || !/^\uFEFF?---[ \t]*$/.test(contentOf(first))) return undefined;
  const start = lines[1]?.start ?? text.length;
  const close = lines.findIndex(
    (line, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(contentOf(line)),
  );
  if (close > 0)
    return { span: { start, end: lines[close]?.start ?? start }, end: close + 1, closed: true };
  const heading = lines.findIndex((line) => /^# \S/.test(text.slice(line.start, line.start + 3)));
  const end = heading > 0 ? heading : lines.length;
  return { span: { start, end: lines[end]?.start ?? text.length }, end, closed: false };
}

/** Reads and checks the front matter of a source that has one. */
export function frontMatter(source: Source): FrontMatter {
  const found = frontMatterSpan(source.text) ?? {
    span: { start: 0, end: 0 },
    end: 0,
    closed: true,
  };
  const yaml = readYaml(source, found.span);
  const diagnostics = [...yaml.diagnostics];
  const opening = { source, span: { start: 0, end: Math.min(3, source.text.length) } };
  if (!found.closed) diagnostics.push(unclosedFrontMatter(opening, {}));
  const broken = diagnostics.some((each) => each.severity === 'error');
  if (yaml.value === undefined || yaml.value === null) {
    if (!broken) diagnostics.push(emptyFrontMatter(opening, {}));
  } else
    diagnostics.push(
      ...schemaProblems(schema(), yaml, source).filter((each) => !broken || each.span),
    );
  return { yaml, end: found.end, diagnostics };
}
