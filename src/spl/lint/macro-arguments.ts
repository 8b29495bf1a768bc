// Macros whose definition does not use an argument that it takes.
import type { Check } from './check.ts';

export const macroArguments: Check = {
  codes: ['SPL2019'],
  explanation:
    'What a caller passes for an argument that the definition never mentions is thrown away: usually its name is misspelt between the dollar signs.',
  wrong: ['`unused_argument(1)` | stats count'],
  right: ['`used_argument(1)` | stats count'],
  run: ({ tree, environment, report, used }) => {
    for (const key of used) {
      const macro = environment.macros.get(key);
      const text = `${macro?.definition ?? ''} ${macro?.validation ?? ''}`;
      for (const argument of macro?.args ?? []) {
        if (text.includes(`$${argument}$`)) continue;
        const message = `the macro \`${key}\` never uses its argument \`${argument}\``;
        report(
          'SPL2019',
          message,
          { start: tree.span.start, end: tree.span.start },
          {
            severity: 'warning',
            remedy: `write \`$${argument}$\` in its definition, or take the argument away`,
          },
        );
      }
    }
  },
};
