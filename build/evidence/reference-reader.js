// What the C reader of event logs (`evtxexport` of libevtx) makes of a log.
import { spawnSync } from 'node:child_process';

export const hasReference = () => spawnSync('evtxexport', ['-V']).error === undefined;

/** The events as XML, one text each, and the first line of what it complains of. */
export function exportedEvents(path) {
  const { stdout, stderr } = spawnSync('evtxexport', ['-f', 'xml', path], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const events = stdout.match(/^<Event [^]*?^<\/Event>$/gm) ?? [];
  return { events, complaint: stderr.split('\n', 1)[0] };
}
