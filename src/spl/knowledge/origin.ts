// How a vendor's events get the field names that searches use: per origin of events, eval expressions over raw fields.

/**
 * Events of one kind. Windows events are told by channel and event codes, others by sourcetype (any case, `*` allowed at
 * its end) or source. `fields`: name to eval expression over the stored fields.
 */
export interface Origin {
  readonly name: string;
  readonly channel?: string;
  readonly codes?: readonly number[];
  readonly sourcetypes?: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** The part behind the last backslash of a Windows path, as an eval expression. */
export const fileName = (path: string): string => `mvindex(split(${path},"\\\\"),-1)`;

/** An account without its domain. */
export const accountName = (account: string): string => `mvindex(split(${account},"\\\\"),-1)`;

/** The domain of `DOMAIN\account`; null without one. */
export const accountDomain = (account: string): string =>
  `if(like(${account},"%\\\\%"),mvindex(split(${account},"\\\\"),0),null())`;

/** The first of these that is neither absent nor empty nor `-`. */
export const firstReal = (...values: readonly string[]): string =>
  `case(${values
    .flatMap((each) => [`isnotnull(${each}) AND ${each}!="" AND ${each}!="-"`, each])
    .join(',')})`;
