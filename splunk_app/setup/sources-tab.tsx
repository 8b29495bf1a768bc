// Where the data lies: one filter per source, held against the events of the last 24 hours.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import type { ReactElement } from 'react';
import { SAMPLE, type Found, type Place } from './checks.ts';
import type { PackFacts, SourceFacts } from './facts.ts';
import { age, counted, type Looked } from './readiness.ts';
import { filterAdvice, filterProblem, inIndexes, withoutIndexes } from './source-filter.ts';
import type { StoredMacro } from './splunkd.ts';
import { Badge, Card, Chip, Grid, Input, Lead, Name, Note, Problem, Quiet } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly facts: PackFacts;
  readonly macros: readonly StoredMacro[];
  /** Epoch seconds. */
  readonly now: () => number;
}

export function SourcesTab({ setup, facts, macros, now }: Props): ReactElement {
  return (
    <Card aria-labelledby="sources">
      <Heading level={2} id="sources">
        Data sources
      </Heading>
      <Lead>
        Every search begins with one of these filters. Name the indexes that your events go to; the
        last 24 hours show whether they are found.
      </Lead>
      <Grid>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" style={{ width: '45%' }}>
              Filter
            </th>
            <th scope="col" style={{ width: '30%' }}>
              Last 24 hours
            </th>
          </tr>
        </thead>
        <tbody>
          {facts.sources.map((source) => {
            const stored = macros.find(({ name }) => name === source.name);
            return <SourceRow key={source.name} {...{ setup, facts, source, stored, now }} />;
          })}
        </tbody>
      </Grid>
      <Everything looked={setup.everything} now={now} />
    </Card>
  );
}

interface RowProps extends Omit<Props, 'macros'> {
  readonly source: SourceFacts;
  readonly stored: StoredMacro | undefined;
}

function SourceRow({ setup, facts, source, stored, now }: RowProps): ReactElement {
  const { name, description } = source;
  const filter = setup.edits.filters.get(name) ?? stored?.definition ?? '';
  const problem = stored ? filterProblem(filter) : undefined;
  const looked = setup.sources.get(name);
  return (
    <tr>
      <td>
        <Name id={`source-${name}`}>{description}</Name>
        <Note>
          {name}, read by {counted(readersOf(name, facts), 'search', 'searches')}
        </Note>
      </td>
      <td>
        {stored ? (
          <Input
            className="code"
            value={filter}
            spellCheck={false}
            aria-invalid={problem !== undefined}
            aria-labelledby={`source-${name}`}
            disabled={!stored.writable || setup.busy}
            onChange={({ target }) => {
              setup.setFilter(name, target.value);
            }}
          />
        ) : (
          <Problem>The macro is missing from the app: install the app again.</Problem>
        )}
        {problem !== undefined && <Problem role="alert">{problem}</Problem>}
        {problem === undefined && <Note>{filterAdvice(filter)}</Note>}
        {stored?.writable === true && (
          <Suggestions setup={setup} source={source} filter={filter} now={now} />
        )}
      </td>
      <td>
        <FoundWords looked={looked} now={now} />
        <RequiredFields source={source} facts={facts} looked={looked} />
        <Button
          aria-label={`Check ${description}`}
          label="Check"
          disabled={problem !== undefined || !stored || looked?.kind === 'running'}
          onClick={() => {
            setup.checkSource(name, filter);
          }}
        />
      </td>
    </tr>
  );
}

const readersOf = (source: string, { searches }: PackFacts): number =>
  searches.filter(({ sources }) => sources.includes(source)).length;

function FoundWords({
  looked,
  now,
}: {
  looked: Looked<Found> | undefined;
  now: () => number;
}): ReactElement {
  switch (looked?.kind) {
    case undefined:
      return <Note>Not checked</Note>;
    case 'running':
      return <Note role="status">Searching</Note>;
    case 'failed':
      return <Problem role="alert">{looked.message}</Problem>;
    case 'done': {
      const { count, orMore, newest } = looked.value;
      if (count === 0) {
        return (
          <div role="status">
            <Badge $tone="bad">no data</Badge> No events in the last 24 hours
          </div>
        );
      }
      const number = orMore
        ? `${SAMPLE.toLocaleString('en-US')} or more events`
        : counted(count, 'event');
      return (
        <div role="status">
          <Badge $tone="good">data</Badge> {number}
          {newest !== undefined && `, the last ${age(newest, now())}`}
        </div>
      );
    }
  }
}

/** The fields that searches compare in this source's events: which of them the newest events have. */
function RequiredFields({
  source,
  facts,
  looked,
}: {
  source: SourceFacts;
  facts: PackFacts;
  looked: Looked<Found> | undefined;
}): ReactElement | null {
  if (looked?.kind !== 'done' || looked.value.count === 0) return null;
  const needed = new Set(
    facts.searches.flatMap(({ needs }) =>
      needs.flatMap((need) => (need.source === source.name ? need.fields : [])),
    ),
  );
  const { fields } = looked.value;
  const absent = [...needed].filter((each) => !fields.has(each)).sort();
  const present = [...needed].filter((each) => fields.has(each)).sort();
  return (
    <Note>
      {present.length > 0 && (
        <>
          Fields found:{' '}
          {present.map((each) => (
            <Chip key={each}>{each}</Chip>
          ))}
        </>
      )}
      {absent.length > 0 && (
        <div>
          Not in the newest events:{' '}
          {absent.map((each) => (
            <Chip key={each}>{each}</Chip>
          ))}
          {present.length === 0 && <div>{addOnAdvice(source)}</div>}
        </div>
      )}
    </Note>
  );
}

/** What to do where none of the fields is there: search heads make fields, with what is installed on them. */
function addOnAdvice({ addOn }: SourceFacts): string {
  return addOn === undefined
    ? 'Install the add-on for these events on the search head: the app brings no field extractions.'
    : `Install the ${addOn} on the search head: it makes the fields of these events, and the app brings none.`;
}

/** Indexes in which events of this source came in, each a press away from being the filter. */
function Suggestions({
  setup,
  source,
  filter,
  now,
}: {
  setup: Setup;
  source: SourceFacts;
  filter: string;
  now: () => number;
}): ReactElement | null {
  const looked = setup.places.get(source.name);
  if (looked?.kind === 'failed') return <Note>No suggestions: {looked.message}</Note>;
  if (looked?.kind !== 'done') return null;
  const rest = withoutIndexes(source.definition);
  const indexes = [...new Set(looked.value.map(({ index }) => index))];
  const offers = [
    ...indexes.map((index) => [index]),
    ...(indexes.length > 1 ? [indexes] : []),
  ].filter((each) => inIndexes(each, rest) !== filter.trim());
  if (offers.length === 0) return null;
  return (
    <Note>
      Found in:{' '}
      {offers.slice(0, 6).map((each) => (
        <div key={each.join()}>
          <Quiet
            type="button"
            disabled={setup.busy}
            onClick={() => {
              const suggested = inIndexes(each, rest);
              setup.setFilter(source.name, suggested);
              setup.checkSource(source.name, suggested);
            }}
          >
            Use {each.join(', ')}
          </Quiet>{' '}
          {summary(
            looked.value.filter(({ index }) => each.includes(index)),
            now(),
          )}
        </div>
      ))}
    </Note>
  );
}

function summary(places: readonly Place[], now: number): string {
  const events = places.reduce((sum, { count }) => sum + count, 0);
  const newest = Math.max(...places.map((each) => each.newest));
  const types = [...new Set(places.map(({ sourcetype }) => sourcetype))].join(', ');
  return `(${types}: ${counted(events, 'event')}, the last ${age(newest, now)})`;
}

/** For sources that lie under other names than expected: everything that came in. */
function Everything({
  looked,
  now,
}: {
  looked: Looked<readonly Place[]> | undefined;
  now: () => number;
}): ReactElement | null {
  if (looked?.kind === 'failed') {
    return <Problem role="alert">What there is could not be listed: {looked.message}</Problem>;
  }
  if (looked?.kind !== 'done') return null;
  return (
    <details>
      <summary>
        {looked.value.length === 0
          ? 'No events at all came in during the last 24 hours, or you may not search them'
          : 'All indexes and sourcetypes of the last 24 hours'}
      </summary>
      {looked.value.length > 0 && (
        <Grid aria-label="All indexes and sourcetypes">
          <thead>
            <tr>
              <th scope="col">Index</th>
              <th scope="col">Sourcetype</th>
              <th scope="col">Events</th>
              <th scope="col">Last event</th>
            </tr>
          </thead>
          <tbody>
            {looked.value.map(({ index, sourcetype, count, newest }) => (
              <tr key={`${index} ${sourcetype}`}>
                <td>{index}</td>
                <td>{sourcetype}</td>
                <td>{count.toLocaleString('en-US')}</td>
                <td>{age(newest, now())}</td>
              </tr>
            ))}
          </tbody>
        </Grid>
      )}
    </details>
  );
}
