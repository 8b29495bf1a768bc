// Regular expressions in RE2 syntax, which match in linear time. Patterns are literals that the front end has checked and
// translated. The evaluators here use JavaScript's own engine: they are the meaning for tests, on tame patterns only;
// every engine has RE2 or its like.
import { define, type ScalarFunction } from './function.ts';

/** A pattern for JavaScript: leading flags become flags, `(?P<` loses its P. */
export function compiled(pattern: string, flags: string): RegExp {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const inline = leading?.[1] ?? '';
  return new RegExp(
    pattern.slice(leading?.[0].length ?? 0).replaceAll('(?P<', '(?<'),
    [...new Set(`${flags}${inline}`)].join(''),
  );
}

export const regex: readonly ScalarFunction[] = [
  define({
    name: 'regex_matches',
    takes: ['string', 'string'],
    returns: 'bool',
    nulls: 'propagate',
    meaning: 'whether the pattern matches anywhere in the text',
    evaluate: (value: string, pattern: string) => compiled(pattern, '').test(value),
  }),
  define({
    name: 'regex_extract',
    takes: ['string', 'string', 'long'],
    returns: 'string',
    nulls: 'propagate',
    meaning: 'the numbered group of the first match (0: all of it); null without a match',
    evaluate: (value: string, pattern: string, group: bigint) => {
      const found = compiled(pattern, '').exec(value);
      return found ? (found[Number(group)] ?? '') : null;
    },
  }),
  define({
    name: 'regex_extract_all',
    takes: ['string', 'string', 'long'],
    returns: 'strings',
    nulls: 'propagate',
    meaning: 'the numbered group of every match; null without a match',
    evaluate: (value: string, pattern: string, group: bigint) => {
      const all = [...value.matchAll(compiled(pattern, 'g'))].map((m) => m[Number(group)] ?? '');
      return all.length > 0 ? all : null;
    },
  }),
  define({
    name: 'regex_replace',
    takes: ['string', 'string', 'string'],
    returns: 'string',
    nulls: 'propagate',
    meaning:
      'every match is replaced; `\\1` in the replacement stands for a group, `\\\\` for a backslash',
    evaluate: (value: string, pattern: string, by: string) =>
      value.replace(compiled(pattern, 'g'), (...match: (string | undefined)[]) =>
        by.replace(/\\([0-9\\])/g, (_, what: string) =>
          what === '\\' ? '\\' : (match[Number(what)] ?? ''),
        ),
      ),
  }),
];
