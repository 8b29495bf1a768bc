import { Command, Option } from 'commander';
import {
  build,
  DEFAULT_TARGET,
  EDITIONS,
  sentinelForms,
  SPLUNK_VERSIONS,
  type SentinelForm,
  type SplunkTarget,
} from '../../flows/index.ts';
import { diagnosticsText } from '../../report/index.ts';
import { hasErrors } from '../../text/index.ts';
import { FINDINGS, FINE } from '../exit-codes.ts';
import { coloured, withProgress } from '../output.ts';

interface Options extends SplunkTarget {
  readonly out: string;
  readonly sentinelForm?: readonly SentinelForm[];
}

export function buildCommand(done: (code: number) => void): Command {
  return new Command('build')
    .description(
      'build the Splunk app, the Sentinel templates and the Defender detections of a pack',
    )
    .argument('[pack]', 'folder of documents, or one document', '.')
    .option('-o, --out <dir>', 'where the artifacts go', 'out')
    .addOption(
      new Option('--min-splunk <version>', 'the oldest Splunk that the app must run on')
        .choices(SPLUNK_VERSIONS)
        .default(DEFAULT_TARGET.minSplunk),
    )
    .addOption(
      new Option('--edition <edition>', '`es` also writes what Enterprise Security reads')
        .choices(EDITIONS)
        .default(DEFAULT_TARGET.edition),
    )
    .addOption(
      new Option(
        '--sentinel-form <forms...>',
        'how Sentinel rules are packaged (default: extension repositories)',
      ).choices(sentinelForms),
    )
    .action(async (pack: string, { out, minSplunk, edition, sentinelForm }: Options) => {
      const splunk = { minSplunk, edition };
      const result = await withProgress((progress) =>
        build({ pack, out, splunk, sentinel: sentinelForm, progress }),
      );
      process.stderr.write(
        diagnosticsText(result.diagnostics, { colour: coloured(process.stderr) }),
      );
      for (const { path, sha256 } of result.written)
        process.stdout.write(`${sha256}  ${out}/${path}\n`);
      done(hasErrors(result.diagnostics) ? FINDINGS : FINE);
    });
}
