// Splunk's commands that a replay does not run, each with the reason: refused by name rather than guessed at.
import type { Command } from './command.ts';

const MACHINE_LEARNING = 'it needs a trained model';
const OUTSIDE = 'it reads what is outside the recorded events';
const APPROXIMATE = 'its result depends on unpublished internals';

const reasons: readonly (readonly [name: string, reason: string])[] = [
  ['abstract', APPROXIMATE],
  ['analyzefields', APPROXIMATE],
  ['anomalies', APPROXIMATE],
  ['anomalousvalue', APPROXIMATE],
  ['anomalydetection', APPROXIMATE],
  ['apply', MACHINE_LEARNING],
  ['arules', APPROXIMATE],
  ['associate', APPROXIMATE],
  ['audit', OUTSIDE],
  ['cluster', APPROXIMATE],
  ['crawl', OUTSIDE],
  ['dbinspect', OUTSIDE],
  ['dbxquery', OUTSIDE],
  ['deletemodel', MACHINE_LEARNING],
  ['delete', 'it changes the index'],
  ['erex', APPROXIMATE],
  ['eventcount', OUTSIDE],
  ['fit', MACHINE_LEARNING],
  ['folderize', APPROXIMATE],
  ['geostats', 'it needs a map'],
  ['geom', 'it needs a map'],
  ['inputcsv', OUTSIDE],
  ['kmeans', APPROXIMATE],
  ['listmodels', MACHINE_LEARNING],
  ['loadjob', OUTSIDE],
  ['localize', APPROXIMATE],
  ['outlier', APPROXIMATE],
  ['predict', APPROXIMATE],
  ['rest', OUTSIDE],
  ['runshellscript', OUTSIDE],
  ['savedsearch', OUTSIDE],
  ['script', OUTSIDE],
  ['summary', MACHINE_LEARNING],
  ['typeahead', OUTSIDE],
  ['typelearner', APPROXIMATE],
  ['x11', APPROXIMATE],
];

export const refused: readonly Command[] = reasons.map(([name, reason]): Command => ({
  name,
  summary: `Not run: ${reason}.`,
  generates: true,
  syntax: { slots: [{ role: 'rest', kind: 'rest' }] },
  lower: (command, _, context) => {
    context.report('SPL1203', `unsupported command \`${name}\`: ${reason}`, command.nameSpan);
    return undefined;
  },
}));
