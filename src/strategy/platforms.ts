// Which platforms a search is for, from what its document calls them.
import type { Search } from './strategy.ts';

export type Platform = 'splunk' | 'sentinel' | 'defender';

const SPLUNK = /\bsplunk\b/i;
const SENTINEL = /\b(?:sentinel|log analytics|azure monitor)\b/i;
const DEFENDER =
  /\b(?:m365|365 security|defender|xdr|mde|mtp|advanced hunting|threat protection)\b/i;

/**
 * SPL is Splunk's. KQL without a platform is for Sentinel and for Defender; with one it is for those that are named
 * (`M365 Security` is Defender). A name that is none of theirs is for nobody: an empty list.
 */
export function platformsOf({ language, platform }: Search): readonly Platform[] {
  if (language === 'spl') return platform === undefined || SPLUNK.test(platform) ? ['splunk'] : [];
  if (platform === undefined) return ['sentinel', 'defender'];
  const named: Platform[] = [];
  if (SENTINEL.test(platform)) named.push('sentinel');
  if (DEFENDER.test(platform)) named.push('defender');
  return named;
}
