// When the searches run, and what that comes to over a day.
import Heading from '@splunk/react-ui/Heading';
import type { ReactElement } from 'react';
import { cronProblem, intervalOf, mostAtOnce, startsInDay, startsPerHour } from './cron.ts';
import type { PackFacts } from './facts.ts';
import { LoadChart } from './load-chart.tsx';
import { counted, span } from './readiness.ts';
import type { StoredSearch } from './splunkd.ts';
import { Badge, Card, Grid, Input, Lead, Name, Note, Problem } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly facts: PackFacts;
  readonly searches: readonly StoredSearch[];
}

interface Scheduled {
  readonly title: string;
  readonly stored: StoredSearch;
  readonly cron: string;
  readonly on: boolean;
}

export function ScheduleTab({ setup, facts, searches }: Props): ReactElement {
  const scheduled = facts.searches.flatMap(({ name, title }): Scheduled[] => {
    const stored = searches.find((each) => each.name === name);
    if (!stored) return [];
    const { cron = stored.cron, on = stored.on } = setup.edits.searches.get(name) ?? {};
    return [{ title, stored, cron, on }];
  });
  const running = scheduled.filter(({ on }) => on).map(({ cron }) => cron);
  const all = scheduled.map(({ cron }) => cron);
  return (
    <Card aria-labelledby="schedules">
      <Heading level={2} id="schedules">
        Schedules
      </Heading>
      <Lead>
        Starts in each hour of a day on which every schedule applies. The searches that are switched
        on start {counted(running.flatMap(startsInDay).length, 'time')} a day, at most{' '}
        {mostAtOnce(running)} in the same minute{busyWords(setup, scheduled)}.
      </Lead>
      <LoadChart on={startsPerHour(running)} all={startsPerHour(all)} />
      <Grid aria-label="Schedules of the searches">
        <thead>
          <tr>
            <th scope="col">Detection</th>
            <th scope="col">Schedule (cron)</th>
            <th scope="col">Starts</th>
          </tr>
        </thead>
        <tbody>
          {scheduled.map((each) => (
            <ScheduleRow key={each.stored.name} setup={setup} scheduled={each} />
          ))}
        </tbody>
      </Grid>
    </Card>
  );
}

/** What the dry runs say about how long Splunk will be busy, once there is one for each search that is on. */
function busyWords(setup: Setup, scheduled: readonly Scheduled[]): string {
  const on = scheduled.filter((each) => each.on);
  const seconds = on.map(({ stored, cron }) => {
    const looked = setup.dryRuns.get(stored.name);
    return looked?.kind === 'done' ? looked.value.seconds * startsInDay(cron).length : undefined;
  });
  if (on.length === 0 || seconds.includes(undefined)) return '';
  const sum = seconds.reduce<number>((total, each) => total + (each ?? 0), 0);
  return `, and keep Splunk busy for about ${counted(Math.ceil(sum / 60), 'minute')} a day, by their dry runs`;
}

function ScheduleRow({
  setup,
  scheduled: { title, stored, cron, on },
}: {
  setup: Setup;
  scheduled: Scheduled;
}): ReactElement {
  const problem = cronProblem(cron);
  return (
    <tr>
      <td>
        <Name>{title}</Name>
        <Badge $tone={on ? 'good' : 'plain'}>{on ? 'on' : 'off'}</Badge>
      </td>
      <td style={{ width: '30%' }}>
        <Input
          className="code"
          aria-label={`Schedule of ${title}`}
          value={cron}
          spellCheck={false}
          aria-invalid={problem !== undefined}
          disabled={!stored.writable || setup.busy}
          onChange={({ target }) => {
            setup.editSearch(stored.name, { cron: target.value });
          }}
        />
        {problem !== undefined && <Problem role="alert">{problem}</Problem>}
      </td>
      <td style={{ width: '25%' }}>
        {problem === undefined && (
          <Note>
            {counted(startsInDay(cron).length, 'time')} on the days named, every{' '}
            {span(intervalOf(cron)).replace(/^1 /u, '')}
          </Note>
        )}
      </td>
    </tr>
  );
}
