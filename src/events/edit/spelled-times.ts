// Dates with times as texts spell them, moved in place: every part keeps its width, what stands around it stays.
import { TICKS_PER_SECOND } from '../../plan/types.ts';
import { isoOfTicks, ticksOfCalendar } from '../ticks.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTH = months.join('|');
const WEEKDAY = weekdays.join('|');
const CLOCK = '(?<h>\\d\\d):(?<i>\\d\\d):(?<s>\\d\\d)(?!\\d)';

/** Groups: y, m (a number) or n (a name), d, w (weekday), h, i (minute), s, p (AM or PM). */
const forms: readonly RegExp[] = [
  `(?<!\\d)(?<y>\\d{4})([-/])(?<m>\\d\\d)\\2(?<d>\\d\\d)[T ]${CLOCK}`,
  `(?<![\\d.])(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4}),? ${CLOCK}`,
  '(?<!\\d)(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4}),? (?<h>\\d{1,2}):(?<i>\\d\\d):(?<s>\\d\\d)(?:\\.\\d{1,7})? (?<p>[AP])M(?!\\w)',
  `(?<!\\w)(?:(?<w>${WEEKDAY}), )?(?<d>\\d{1,2}) (?<n>${MONTH}) (?<y>\\d{4}) ${CLOCK}`,
  `(?<!\\w)(?<w>${WEEKDAY}) (?<n>${MONTH}) (?<d>[ \\d]\\d) ${CLOCK} (?:[A-Z]{3,4} )?(?<y>\\d{4})(?!\\d)`,
  '(?<![\\w.])(?<y>\\d{4})(?<m>\\d\\d)(?<d>\\d\\d)T(?<h>\\d\\d)(?<i>\\d\\d)(?<s>\\d\\d)(?=Z|[.,]\\d|[+-]\\d\\d)',
  // DMTF, as WMI prints it.
  '(?<![\\w.])(?<y>\\d{4})(?<m>\\d\\d)(?<d>\\d\\d)(?<h>\\d\\d)(?<i>\\d\\d)(?<s>\\d\\d)(?=\\.\\d{6}[+-]\\d{3}(?!\\d))',
].map((form) => new RegExp(form, 'dg'));

/** The text with its times `seconds` later; fractions and zones stay. */
export function moveSpelledTimes(text: string, seconds: bigint): string {
  if (!/\d:\d\d:\d\d|\d{8}T?\d{6}/.test(text)) return text;
  return forms.reduce((moved, form) => moveForm(moved, form, seconds), text);
}

function moveForm(text: string, form: RegExp, seconds: bigint): string {
  let made = '';
  let from = 0;
  for (const found of text.matchAll(form)) {
    const groups = found.groups ?? {};
    const iso = later(groups, seconds);
    if (iso === undefined) continue;
    const parts = partsOf(iso, groups);
    const places = Object.entries(found.indices?.groups ?? {})
      .flatMap(([name, place]) => ((place as unknown) ? [{ name, place }] : []))
      .sort((a, b) => a.place[0] - b.place[0]);
    for (const { name, place } of places) {
      made += text.slice(from, place[0]) + (parts[name] ?? text.slice(...place));
      from = place[1];
    }
  }
  return made + text.slice(from);
}

type Groups = Readonly<Record<string, string | undefined>>;

/** ISO text of the moved instant; undefined for times that mean "never", which do not move, and for none. */
function later({ y, m, n, d, h, i, s, p }: Groups, seconds: bigint): string | undefined {
  const year = Number(y);
  if (year < 1700 || year > 2200) return undefined;
  const month = n === undefined ? Number(m) : months.indexOf(n) + 1;
  const hour = p === undefined ? Number(h) : (Number(h) % 12) + (p === 'P' ? 12 : 0);
  const ticks = ticksOfCalendar([year, month, Number(d), hour, Number(i), Number(s)]);
  return ticks === undefined ? undefined : isoOfTicks(ticks + seconds * TICKS_PER_SECOND);
}

/** What stands in each group, as wide as before. */
function partsOf(iso: string, { m, d = '', h = '', p }: Groups): Groups {
  const [y = '', month = '', day = '', hour = '', i = '', s = ''] = iso.slice(0, 19).split(/[-T:]/);
  const isPadded = d.length === 2 && (m === undefined || m.length === 2);
  const number = (text: string, padded: boolean, fill = '0'): string =>
    padded ? String(Number(text)).padStart(2, fill) : String(Number(text));
  const hours = p === undefined ? hour : String(Number(hour) % 12 || 12);
  return {
    y,
    m: number(month, isPadded),
    n: months[Number(month) - 1],
    d: number(day, isPadded, d.startsWith(' ') ? ' ' : '0'),
    w: weekdays[new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay()],
    h: number(hours, h.length === 2),
    i,
    s,
    p: Number(hour) < 12 ? 'A' : 'P',
  };
}
