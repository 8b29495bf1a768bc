import type { Templates } from './template.ts';

export const digest: Templates = {
  'digest.md5': ([a = '']) => `md5(${a})`,
  'digest.sha1': ([a = '']) => `sha1(${a})`,
  'digest.sha256': ([a = '']) => `sha256(${a})`,
};
