// Every mutation, family by family.
import { actions } from './actions.ts';
import { characters } from './characters.ts';
import { escapes } from './escapes.ts';
import { interpreters } from './interpreters.ts';
import { letterCase } from './letter-case.ts';
import type { Mutation } from './mutation.ts';
import { padding } from './padding.ts';
import { paths } from './paths.ts';
import { quoting } from './quoting.ts';
import { renamed } from './renamed.ts';
import { switches } from './switches.ts';
import { taskXml } from './task-xml.ts';
import { variables } from './variables.ts';
import { xmlSpellings } from './xml-spellings.ts';

export const mutations: readonly Mutation[] = [
  ...letterCase,
  ...quoting,
  ...escapes,
  ...variables,
  ...paths,
  ...switches,
  ...renamed,
  ...interpreters,
  ...padding,
  ...taskXml,
  ...actions,
  ...xmlSpellings,
  ...characters,
];
