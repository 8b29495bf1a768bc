// Where the data lies: one filter per source, checked against the last 24 hours before it is saved.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import Text from '@splunk/react-ui/Text';
import type { ReactElement } from 'react';
import { eventsFound, type Check } from './check.ts';
import type { SourceFacts } from './facts.ts';
import { definitionAdvice, definitionProblem } from './plan.ts';
import type { Stored } from './splunkd.ts';
import { Good, Grid, Lead, Muted, Name, Problem, Section } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly sources: readonly SourceFacts[];
  readonly macros: readonly Stored[];
  /** Epoch seconds. */
  readonly now: () => number;
}

export function SourcesSection({ setup, sources, macros, now }: Props): ReactElement {
  return (
    <Section aria-labelledby="sources">
      <Heading level={2} id="sources">
        Data sources
      </Heading>
      <Lead>
        Each search begins with one of these filters. Name your indexes, then check that events are
        found.
      </Lead>
      <Grid>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Filter</th>
            <th scope="col">Last 24 hours</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => {
            const stored = macros.find(({ name }) => name === source.name);
            return <SourceRow key={source.name} {...{ setup, source, stored, now }} />;
          })}
        </tbody>
      </Grid>
    </Section>
  );
}

interface RowProps {
  readonly setup: Setup;
  readonly source: SourceFacts;
  readonly stored: Stored | undefined;
  readonly now: () => number;
}

function SourceRow({ setup, source, stored, now }: RowProps): ReactElement {
  const { name, description } = source;
  const value = setup.edits.definitions.get(name) ?? stored?.definition ?? '';
  const problem = stored ? definitionProblem(value) : undefined;
  const check = setup.sourceChecks.get(name);
  return (
    <tr>
      <td>
        <Name id={`source-${name}`}>{description}</Name>
        <Muted>{name}</Muted>
      </td>
      <td style={{ width: '50%' }}>
        {stored ? (
          <Text
            value={value}
            error={problem !== undefined}
            disabled={!stored.writable || setup.busy}
            labelledBy={`source-${name}`}
            onChange={(_event, data) => {
              setup.define(name, data.value);
            }}
          />
        ) : (
          <Problem>The macro is missing from the app: install the app again.</Problem>
        )}
        {problem !== undefined && <Problem role="alert">{problem}</Problem>}
        {problem === undefined && <Muted>{definitionAdvice(value)}</Muted>}
      </td>
      <td>
        <Button
          aria-label={`Check ${description}`}
          label="Check"
          disabled={problem !== undefined || !stored || check?.kind === 'running'}
          onClick={() => {
            setup.checkSource(name);
          }}
        />
        <Found check={check} now={now} />
      </td>
    </tr>
  );
}

function Found({ check, now }: { check: Check | undefined; now: () => number }): ReactElement {
  switch (check?.kind) {
    case undefined:
      return <Muted>Not checked</Muted>;
    case 'running':
      return <Muted role="status">Searching</Muted>;
    case 'failed':
      return <Problem role="alert">{check.message}</Problem>;
    case 'counted': {
      const words = eventsFound(check.counted, now());
      return check.counted.count > 0 ? (
        <Good role="status">{words}</Good>
      ) : (
        <Problem role="status">{words}</Problem>
      );
    }
  }
}
