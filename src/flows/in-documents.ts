// Findings about a built Splunk app, said where they come from: in the document behind the stanza.
import { originsOf } from '../targets/splunk/index.ts';
import { bytesOf, type Diagnostic, type FileTree } from '../text/index.ts';
import { loadPack } from './pack-folder.ts';

/** What no stanza of a document is behind stays where it is. @throws UsageError for a pack that is not there. */
export function inDocuments(
  diagnostics: readonly Diagnostic[],
  tree: FileTree,
  packPath: string,
): Diagnostic[] {
  const { pack, strategies } = loadPack(packPath);
  const texts = new Map(
    [...tree].map(([path, content]) => [path, new TextDecoder().decode(bytesOf(content))]),
  );
  const origins = originsOf(pack, strategies, texts);
  return diagnostics.map((diagnostic) => {
    const { source, span } = diagnostic;
    const origin =
      span &&
      origins.find(
        (each) =>
          each.file === source.name && each.span.start <= span.start && span.start <= each.span.end,
      );
    if (!origin?.document) return diagnostic;
    const { strategy, span: place } = origin.document;
    return {
      ...diagnostic,
      source: strategy.source,
      span: place,
      message: `${diagnostic.message} (in \`[${origin.stanza}]\` of ${origin.file})`,
    };
  });
}
