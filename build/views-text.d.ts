import type * as events from '../src/events/index.ts';

export function viewsPage(
  room: Pick<
    typeof events,
    'allViews' | 'asimViews' | 'isoOfTicks' | 'prerequisitesOf' | 'usualContext'
  >,
  records: readonly events.AnyRecord[],
): string;
