export function hasReference(): boolean;

export function exportedEvents(path: string): {
  readonly events: readonly string[];
  readonly complaint: string;
};
