// What a build was made of: the document behind each strategy and each stanza, and the hash of each artifact.
import { originsOf, type Origin } from '../targets/splunk/index.ts';
import { positionAt, sortedPaths, type FileTree } from '../text/index.ts';
import { documentPath, type LoadedPack } from './pack-folder.ts';
import { toolVersion } from './tool-version.ts';
import { sha256 } from './write-tree.ts';

/** `app` is the Splunk app's own tree, `artifacts` everything that is written beside the manifest. */
export function manifest(loaded: LoadedPack, app: FileTree, artifacts: FileTree): string {
  const { pack, strategies } = loaded;
  const made = {
    tool: { name: 'stratagem', version: toolVersion() },
    pack: { id: pack.id, version: pack.version },
    strategies: strategies.map((strategy) => ({
      id: strategy.id,
      title: strategy.title,
      version: strategy.version,
      document: documentPath(loaded, strategy),
      sha256: sha256(strategy.source.text),
      searches: strategy.searches.map(({ language, span }) => ({
        language,
        line: positionAt(strategy.source, span.start).line,
      })),
    })),
    splunk: originsOf(pack, strategies, app).map((each) => stanza(loaded, each)),
    artifacts: sortedPaths(artifacts).map((path) => ({
      path,
      sha256: sha256(artifacts.get(path) ?? ''),
    })),
  };
  return `${JSON.stringify(made, undefined, 2)}\n`;
}

/** A stanza with its line, and the line of the document that it comes from. */
function stanza(
  loaded: LoadedPack,
  { file, stanza: name, source, span, document }: Origin,
): object {
  const from = document && {
    strategy: document.strategy.id,
    document: documentPath(loaded, document.strategy),
    ...(document.span && {
      documentLine: positionAt(document.strategy.source, document.span.start).line,
    }),
  };
  return { file, line: positionAt(source, span.start).line, stanza: name, ...from };
}
