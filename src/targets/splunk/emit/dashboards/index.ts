// The app's dashboards, in the form that its target asks for.
import type { Pack } from '../../../../strategy/index.ts';
import { oneLine } from '../macros.ts';
import { dashboardForm, type SplunkTarget } from '../target.ts';
import { coverage, type Covered } from './coverage.ts';
import type { Dashboard } from './dashboard.ts';
import { health } from './health.ts';
import { namesOf } from './names.ts';
import { overview } from './overview.ts';
import { simpleXml } from './simple-xml.ts';
import { strategy } from './strategy.ts';
import { studio } from './studio.ts';

export interface Shown extends Covered {
  /** The id of the first strategy, in the order of titles. */
  readonly first: string;
}

/** In the order of the navigation. */
function dashboards(pack: Pack, shown: Shown): Dashboard[] {
  const names = namesOf(pack);
  return [
    overview(names, oneLine(pack.title)),
    coverage(names, shown),
    health(names),
    strategy(names, shown.first),
  ];
}

/** File name under data/ui/views to the view's text. */
export function dashboardFiles(
  pack: Pack,
  shown: Shown,
  target: SplunkTarget,
): Map<string, string> {
  const write = dashboardForm(target) === 'studio' ? studio : simpleXml;
  return new Map(dashboards(pack, shown).map((each) => [`${each.id}.xml`, write(each)]));
}
