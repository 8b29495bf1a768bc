import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier/flat';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import boundaries from 'eslint-plugin-boundaries';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from './build/globals.js';
import tseslint from 'typescript-eslint';
import { owners, rooms, suites } from './build/rooms.js';

// A suite's folders (`documents/ads`) are elements of their own, told apart by name; the files beside them are its lobby.
const suiteElements = suites.map((type) => ({
  type: `${type}-member`,
  pattern: `src/${type}/*`,
  capture: ['name'],
}));
const roomElements = Object.keys(rooms).map((type) => ({ type, pattern: `src/${type}` }));

/** The rooms that a room may import, with the members of suites among them. */
const reachable = (allowed) =>
  allowed.flatMap((room) => (suites.includes(room) ? [room, `${room}-member`] : [room]));

const importPolicies = Object.entries(rooms).flatMap(([room, allowed]) => {
  const own = {
    from: { element: { type: room } },
    allow: { to: { element: { types: { anyOf: [...reachable([room]), ...reachable(allowed)] } } } },
  };
  if (!suites.includes(room)) return [own];
  const member = {
    from: { element: { type: `${room}-member` } },
    allow: { to: { element: { types: { anyOf: [room, ...reachable(allowed)] } } } },
  };
  return [own, member];
});

export default defineConfig(
  globalIgnores(['dist', 'out', 'coverage', '.venv', 'test/fixtures']),
  js.configs.recommended,
  { files: ['build/**/*.js', '*.js'], languageOptions: { globals } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  importX.flatConfigs.typescript,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: true },
      'boundaries/elements': [...suiteElements, ...roomElements],
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          policies: [
            { allow: { to: { module: { origin: ['external', 'core'] } } } },
            ...importPolicies,
            ...Object.entries(owners).map(([source, owner]) => ({
              from: { element: { types: { noneOf: [owner, `${owner}-member`] } } },
              disallow: { to: { module: { origin: 'external', source } } },
              message: `Only src/${owner} may import ${source}.`,
            })),
          ],
        },
      ],
    },
  },
  { files: ['splunk_app/**/*.tsx'], extends: [reactHooks.configs.flat.recommended] },
  prettier,
);
