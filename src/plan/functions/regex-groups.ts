// More that is done with patterns, in RE2 syntax as in `regex.ts`.
import { define, type ScalarFunction } from './function.ts';
import { compiled } from './regex.ts';

export const regexGroups: readonly ScalarFunction[] = [
  define({
    name: 'regex_count',
    takes: ['string', 'string'],
    returns: 'long',
    nulls: 'propagate',
    meaning: 'how many matches that do not overlap there are',
    evaluate: (value: string, pattern: string) =>
      BigInt([...value.matchAll(compiled(pattern, 'g'))].length),
  }),
  define({
    name: 'regex_replace_first',
    takes: ['string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the first match is replaced by a text that is taken as it stands',
    evaluate: (value: string, pattern: string, by: string) =>
      value.replace(compiled(pattern, ''), () => by),
  }),
  define({
    name: 'regex_groups',
    takes: ['string', 'string', 'long'],
    repeats: true,
    returns: 'dynamic',
    nulls: 'propagate',
    meaning:
      'the numbered groups of every match: of one group an array, of several an array of arrays; null without a match',
    evaluate: (value: string, pattern: string, ...groups: bigint[]) => {
      const all = [...value.matchAll(compiled(pattern, 'g'))].map((match) => {
        const found = groups.map((each) => match[Number(each)] ?? '');
        return groups.length === 1 ? found[0] : found;
      });
      return all.length > 0 ? JSON.stringify(all) : null;
    },
  }),
];
