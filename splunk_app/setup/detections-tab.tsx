// The shipped searches by tactic: whether their data is there, what they would have found, and a switch for each.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import { useState, type ReactElement } from 'react';
import { DetectionRow } from './detection-row.tsx';
import type { PackFacts, SearchFacts } from './facts.ts';
import { readinessOf, type State } from './readiness.ts';
import type { StoredSearch } from './splunkd.ts';
import { Bar, Card, Field, Grid, Input, Lead, Note, Select } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly facts: PackFacts;
  readonly searches: readonly StoredSearch[];
}

const STATES: readonly State[] = [
  'ready',
  'ready in part',
  'no data',
  'field missing',
  'heavy',
  'unknown',
];

export function DetectionsTab({ setup, facts, searches }: Props): ReactElement {
  const [words, setWords] = useState('');
  const [state, setState] = useState('');
  const stateOf = (search: SearchFacts): State => {
    const stored = searches.find(({ name }) => name === search.name);
    return readinessOf(search, setup.sources, setup.dryRuns.get(search.name), stored?.cron ?? '')
      .state;
  };
  const shown = facts.searches.filter(
    (search) => matches(search, words) && (state === '' || stateOf(search) === state),
  );
  return (
    <Card aria-labelledby="detections">
      <Heading level={2} id="detections">
        Detections
      </Heading>
      <Lead>
        A dry run executes the search over the last 24 hours and counts its results, with the
        filters as they are typed. It raises no alert.
      </Lead>
      <Bar>
        <Field style={{ flex: '1 1 240px' }}>
          Find
          <Input
            type="search"
            value={words}
            placeholder="Title, technique, tactic or source"
            onChange={({ target }) => {
              setWords(target.value);
            }}
          />
        </Field>
        <Field>
          State
          <Select
            value={state}
            onChange={({ target }) => {
              setState(target.value);
            }}
          >
            <option value="">all</option>
            {STATES.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        </Field>
        <BulkButtons setup={setup} shown={shown} searches={searches} stateOf={stateOf} />
      </Bar>
      {shown.length === 0 && <Note role="status">No detection fits.</Note>}
      {[...byTactic(shown)].map(([tactic, group]) => (
        <TacticGroup key={tactic} {...{ setup, tactic, group, searches }} />
      ))}
    </Card>
  );
}

interface BulkProps extends Omit<Props, 'facts'> {
  readonly shown: readonly SearchFacts[];
  readonly stateOf: (search: SearchFacts) => State;
}

function BulkButtons({ setup, shown, searches, stateOf }: BulkProps): ReactElement {
  const ready = shown.filter((search) => stateOf(search).startsWith('ready'));
  const usable = searches.filter(
    ({ name, writable }) => writable && ready.some((each) => each.name === name),
  );
  return (
    <>
      <Button
        label={`Dry run all ${String(shown.length)}`}
        disabled={shown.length === 0 || setup.busy}
        onClick={() => {
          setup.dryRun(shown.map(({ name }) => name));
        }}
      />
      <Button
        label={`Switch on ${String(usable.length)} ready`}
        disabled={usable.length === 0 || setup.busy}
        onClick={() => {
          for (const { name } of usable) setup.editSearch(name, { on: true });
        }}
      />
    </>
  );
}

interface GroupProps extends Omit<Props, 'facts'> {
  readonly tactic: string;
  readonly group: readonly SearchFacts[];
}

function TacticGroup({ setup, tactic, group, searches }: GroupProps): ReactElement {
  const id = `tactic-${tactic.replace(/\W+/gu, '-')}`;
  return (
    <section aria-labelledby={id} style={{ marginTop: 24 }}>
      <Heading level={3} id={id}>
        {tactic}
      </Heading>
      <Grid aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col" style={{ width: 64 }}>
              On
            </th>
            <th scope="col">Detection</th>
            <th scope="col" style={{ width: '26%' }}>
              State
            </th>
            <th scope="col" style={{ width: '22%' }}>
              Dry run
            </th>
          </tr>
        </thead>
        <tbody>
          {group.map((search) => {
            const stored = searches.find(({ name }) => name === search.name);
            return <DetectionRow key={search.name} {...{ setup, search, stored }} />;
          })}
        </tbody>
      </Grid>
    </section>
  );
}

/** Each search once, under the tactic that its document names first. */
function byTactic(searches: readonly SearchFacts[]): Map<string, SearchFacts[]> {
  const groups = new Map<string, SearchFacts[]>();
  for (const search of searches) {
    const tactic = search.tactics[0] ?? 'No tactic named';
    groups.set(tactic, [...(groups.get(tactic) ?? []), search]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every word must stand somewhere in what the row shows. */
function matches(search: SearchFacts, words: string): boolean {
  const text = [
    search.title,
    search.id,
    search.description,
    search.severity,
    ...search.tactics,
    ...search.techniques,
    ...search.sources,
  ]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
