// Ticks are whole numbers, so that rounding down is arithmetic.
import type { Templates } from './template.ts';
import { literalText } from './template.ts';

const DAY = '864000000000';

export const calendar: Templates = {
  floor_to: ([value = '', size = ''], call) => {
    const step = call.args[1];
    // Where both are 0 or more, as ticks are, the remainder needs no correction.
    const plain = `(${value} - ((${value} % ${size}) + ${size}) % ${size})`;
    return step?.kind === 'literal' && typeof step.value === 'bigint' && step.value > 0n
      ? plain
      : `CASE WHEN ${size} > 0 THEN ${plain} END`;
  },
  instant_start: ([, instant = ''], call) => {
    const offset = call.args[2];
    const here = offset?.kind === 'literal' && offset.value === 0n;
    return literalText(call, 0) === 'day' && here
      ? `(${instant} - ${instant} % ${DAY})`
      : undefined;
  },
};
