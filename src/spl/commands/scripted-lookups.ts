// Lookups that apps bring as scripts, where what the script computes is known.
import { call, type Expression } from '../../plan/index.ts';
import { number, type Typed } from '../shape.ts';

export interface ScriptedLookup {
  readonly key: string;
  readonly outputs: ReadonlyMap<string, (key: Expression) => Typed>;
}

const scripted: ReadonlyMap<string, ScriptedLookup> = new Map([
  // URL Toolbox (https://splunkbase.splunk.com/app/2734): the Shannon entropy of a word.
  [
    'ut_shannon_lookup',
    {
      key: 'word',
      outputs: new Map([
        ['ut_shannon', (word: Expression) => number(call('entropy.shannon', 'real', word))],
      ]),
    },
  ],
]);

export const scriptedLookup = (name: string): ScriptedLookup | undefined => scripted.get(name);
