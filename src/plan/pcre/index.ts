export { compile, search, STEP_LIMIT, type Match, type Program } from './match.ts';
export { parseRegex } from './parse.ts';
export type { Pattern, Regex, RegexProblem } from './pattern.ts';
export { toRe2 } from './re2.ts';
