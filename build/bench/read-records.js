// Reads all records of a file and keeps none; fails where there are not as many as told.
import { readEventsFrom } from '../../dist/events/index.js';
import { openRecording } from '../../dist/flows/recording-files.js';

const [path, expected] = process.argv.slice(2);
const file = openRecording(path);
let count = 0;
for (const record of readEventsFrom(path, file).records) count += record.origin.number > 0 ? 1 : 0;
file.close();
if (count !== Number(expected)) throw new Error(`${count} records, ${expected} expected`);
