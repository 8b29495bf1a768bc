type Value = readonly [place: string, text: string];

export function valuesOf(xml: string): readonly Value[];

export function compareEvents(
  ours: readonly string[],
  theirs: readonly string[],
): {
  readonly equal: number;
  readonly values: number;
  readonly respelled: number;
  readonly different: readonly {
    readonly id: string;
    readonly ours: Value | readonly [];
    readonly theirs: Value | readonly [];
  }[];
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
};
