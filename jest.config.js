import { availableParallelism } from 'node:os';

const swc = (module, parser = { syntax: 'typescript' }) => [
  '@swc/jest',
  {
    jsc: { target: 'es2023', parser, transform: { react: { runtime: 'automatic' } } },
    module: { type: module },
  },
];

/** @type {import('jest').Config} */
export default {
  coverageProvider: 'v8',
  prettierPath: 'prettier',
  // On two cores, as CI has, the default would be one worker.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // The first KQL query of a file loads and warms Microsoft's parser: seconds, on a busy machine many.
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/build/closing-line.js'],
  projects: [
    {
      displayName: 'tool',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      modulePathIgnorePatterns: ['<rootDir>/dist'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '\\.ts$': swc('es6') },
    },
    {
      displayName: 'setup page',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/splunk_app/**/*.test.tsx'],
      modulePathIgnorePatterns: ['<rootDir>/dist'],
      transform: { '\\.tsx?$': swc('commonjs', { syntax: 'typescript', tsx: true }) },
    },
  ],
};
