// The shipped searches: whether their data is there, what they would find, and a switch for each.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import Switch from '@splunk/react-ui/Switch';
import type { ReactElement } from 'react';
import { readiness, resultsFound, type Check, type Readiness } from './check.ts';
import type { SearchFacts } from './facts.ts';
import type { Stored } from './splunkd.ts';
import { Good, Grid, Lead, Muted, Name, Problem, Section } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly facts: readonly SearchFacts[];
  readonly searches: readonly Stored[];
}

export function SearchesSection({ setup, facts, searches }: Props): ReactElement {
  return (
    <Section aria-labelledby="searches">
      <Heading level={2} id="searches">
        Searches
      </Heading>
      <Lead>
        A test run executes the search over the last 24 hours and counts its results; it raises no
        alert.
      </Lead>
      <Grid>
        <thead>
          <tr>
            <th scope="col">On</th>
            <th scope="col">Search</th>
            <th scope="col">Severity</th>
            <th scope="col">Data</th>
            <th scope="col">Test run</th>
          </tr>
        </thead>
        <tbody>
          {facts.map((search) => {
            const stored = searches.find(({ name }) => name === search.name);
            return <SearchRow key={search.name} {...{ setup, search, stored }} />;
          })}
        </tbody>
      </Grid>
    </Section>
  );
}

interface RowProps {
  readonly setup: Setup;
  readonly search: SearchFacts;
  readonly stored: Stored | undefined;
}

function SearchRow({ setup, search, stored }: RowProps): ReactElement {
  const { name, title, severity, techniques } = search;
  if (!stored) {
    return (
      <tr>
        <td />
        <td colSpan={4}>
          <Name>{title}</Name>
          <Problem>The search is missing from the app, or not visible to this user.</Problem>
        </td>
      </tr>
    );
  }
  const on = setup.edits.switches.get(name) ?? stored.disabled === false;
  const check = setup.searchChecks.get(name);
  return (
    <tr>
      <td>
        <Switch
          appearance="toggle"
          aria-label={`Switch on: ${title}`}
          selected={on}
          disabled={!stored.writable || setup.busy}
          onClick={() => {
            setup.toggle(name, !on);
          }}
        />
      </td>
      <td>
        <Name>{title}</Name>
        <Muted>{[...techniques, stored.schedule].filter(Boolean).join(' · ')}</Muted>
      </td>
      <td>{severity}</td>
      <td>
        <State state={readiness(search, setup.sourceChecks)} sources={search.sources} />
      </td>
      <td>
        <Button
          aria-label={`Test run of ${title}`}
          label="Run"
          disabled={check?.kind === 'running'}
          onClick={() => {
            setup.testSearch(name);
          }}
        />
        <Result check={check} />
      </td>
    </tr>
  );
}

function State({ state, sources }: { state: Readiness; sources: readonly string[] }): ReactElement {
  const reads = <Muted>{sources.join(', ')}</Muted>;
  switch (state) {
    case 'ready':
      return (
        <>
          <Good>ready</Good>
          {reads}
        </>
      );
    case 'no data':
      return (
        <>
          <Problem>no data</Problem>
          {reads}
        </>
      );
    case 'unknown':
      return (
        <>
          <Muted>unknown</Muted>
          {reads}
        </>
      );
  }
}

function Result({ check }: { check: Check | undefined }): ReactElement | null {
  switch (check?.kind) {
    case undefined:
      return null;
    case 'running':
      return <Muted role="status">Searching</Muted>;
    case 'failed':
      return <Problem role="alert">{check.message}</Problem>;
    case 'counted':
      return <Muted role="status">{resultsFound(check.counted)}</Muted>;
  }
}
