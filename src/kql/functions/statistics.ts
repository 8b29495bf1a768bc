// The beta distribution, and a test of means.
import { call } from '../../plan/index.ts';
import { page, type FunctionRow } from './row.ts';

const real = (name: string, plan: string, examples: FunctionRow['examples']): FunctionRow => ({
  name,
  takes: ['real'],
  lower: (args) => call(plan, 'real', ...args),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

export const statistics: readonly FunctionRow[] = [
  real('beta_cdf', 'beta_cumulative', [
    ['round(beta_cdf(0.9, 10.0, 20.0), 15)', 0.999999999999959],
    ['beta_cdf(1.5, 10.0, 20.0)', 'NaN'],
    ['beta_cdf(0.1, -1.0, 20.0)', 'NaN'],
    ['round(beta_cdf(0.25, 1, 1), 12)', 0.25],
  ]),
  real('beta_pdf', 'beta_density', [
    ['round(beta_pdf(0.5, 10.0, 20.0), 12)', 0.746176019311],
    ['beta_pdf(1.5, 10.0, 20.0)', 'NaN'],
  ]),
  real('beta_inv', 'beta_inverse', [
    ['round(beta_inv(0.1, 10.0, 20.0), 12)', 0.226415022389],
    ['beta_inv(1.5, 10.0, 20.0)', null],
    ['beta_inv(0.1, -1.0, 20.0)', 'NaN'],
  ]),
  real('welch_test', 'welch_test', [
    ['round(welch_test(5.0, 1.0, 10, 5.0, 2.0, 12), 12)', 1],
    ['round(welch_test(20.82, 7.908, 15, 22.98667, 3.778381, 15), 3)', 0.021],
  ]),
];
