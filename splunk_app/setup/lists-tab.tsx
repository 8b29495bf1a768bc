// Lists of what is known to be good: opened, edited row by row, kept in a file that upgrades leave alone.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import type { ReactElement } from 'react';
import type { ListFacts, PackFacts } from './facts.ts';
import { missingRows, MOST_ROWS, ownFile, rowsProblem, type Rows } from './lists.ts';
import { counted } from './readiness.ts';
import type { StoredLookup } from './splunkd.ts';
import { Badge, Bar, Card, Grid, Hidden, Input, Lead, Note, Problem } from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly facts: PackFacts;
  readonly lookups: readonly StoredLookup[];
}

export function ListsTab({ setup, facts, lookups }: Props): ReactElement {
  return (
    <Card aria-labelledby="lists">
      <Heading level={2} id="lists">
        Allow-lists
      </Heading>
      <Lead>
        What stands in a list is left out of the results. A changed list is kept in a file of its
        own, so that an upgrade of the app does not replace it. For conditions that no list can
        express, edit the macro that ends in <code>_filter</code>.
      </Lead>
      {facts.lists.length === 0 && <Note>This app has no lists.</Note>}
      {facts.lists.map((list) => {
        const stored = lookups.find(({ name }) => name === list.name);
        return <List key={list.name} {...{ setup, facts, list, stored }} />;
      })}
    </Card>
  );
}

interface ListProps extends Omit<Props, 'lookups'> {
  readonly list: ListFacts;
  readonly stored: StoredLookup | undefined;
}

function List({ setup, facts, list, stored }: ListProps): ReactElement {
  const { name, description } = list;
  const users = facts.searches.filter(({ lists }) => lists.includes(name));
  return (
    <section aria-labelledby={`list-${name}`} style={{ marginTop: 24 }}>
      <Heading level={3} id={`list-${name}`}>
        {name} {stored?.file === ownFile(name) && <Badge $tone="plain">your own copy</Badge>}
      </Heading>
      <Note>{description}</Note>
      <Note>Used by {users.map(({ title }) => title).join(', ')}</Note>
      {stored ? (
        <ListBody {...{ setup, list, stored }} />
      ) : (
        <Problem>The lookup is missing from the app: install the app again.</Problem>
      )}
    </section>
  );
}

interface BodyProps {
  readonly setup: Setup;
  readonly list: ListFacts;
  readonly stored: StoredLookup;
}

function ListBody({ setup, list, stored }: BodyProps): ReactElement {
  const { name, columns } = list;
  const looked = setup.lists.get(name);
  switch (looked?.kind) {
    case undefined:
      return (
        <Bar>
          <Button
            label="Open"
            aria-label={`Open the list ${name}`}
            onClick={() => {
              setup.openList(name, columns);
            }}
          />
          <Note>{counted(list.rows.length, 'row')} shipped</Note>
        </Bar>
      );
    case 'running':
      return <Note role="status">Reading the list</Note>;
    case 'failed':
      return <Problem role="alert">{looked.message}</Problem>;
    case 'done':
      return looked.value.length > MOST_ROWS ? (
        <Note>
          The list has {counted(looked.value.length, 'row')}: edit it as a file, under Settings,
          Lookups.
        </Note>
      ) : (
        <Editor {...{ setup, list, stored }} rows={setup.edits.lists.get(name) ?? looked.value} />
      );
  }
}

function Editor({ setup, list, stored, rows }: BodyProps & { readonly rows: Rows }): ReactElement {
  const { name, columns } = list;
  const disabled = !stored.writable || setup.busy;
  const missing = missingRows(list.rows, rows);
  const problem = rowsProblem(rows);
  const change = (at: number, row: readonly string[] | undefined): void => {
    const changed = rows.flatMap((each, index) => (index === at ? (row ? [row] : []) : [each]));
    setup.setRows(name, changed);
  };
  return (
    <>
      <Grid aria-label={`Rows of ${name}`}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
            <th scope="col">
              <Hidden>Remove</Hidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // A row has no name of its own: its place is its key.
            <ListRow
              key={String(at)}
              {...{ columns, row, at, disabled }}
              onChange={(changed) => {
                change(at, changed);
              }}
            />
          ))}
        </tbody>
      </Grid>
      {problem !== undefined && <Problem role="alert">{problem}</Problem>}
      <Bar>
        <Button
          label="Add a row"
          aria-label={`Add a row to ${name}`}
          disabled={disabled}
          onClick={() => {
            setup.setRows(name, [...rows, columns.map(() => '')]);
          }}
        />
        {missing.length > 0 && (
          <Button
            label={`Add ${counted(missing.length, 'shipped row')} that ${missing.length === 1 ? 'is' : 'are'} not here`}
            disabled={disabled}
            onClick={() => {
              setup.setRows(name, [...rows, ...missing]);
            }}
          />
        )}
      </Bar>
    </>
  );
}

interface RowProps {
  readonly columns: readonly string[];
  readonly row: readonly string[];
  readonly at: number;
  readonly disabled: boolean;
  readonly onChange: (row: readonly string[] | undefined) => void;
}

function ListRow({ columns, row, at, disabled, onChange }: RowProps): ReactElement {
  return (
    <tr>
      {columns.map((column, place) => (
        <td key={column}>
          <Input
            aria-label={`${column}, row ${String(at + 1)}`}
            value={row[place] ?? ''}
            disabled={disabled}
            spellCheck={false}
            onChange={({ target }) => {
              onChange(
                columns.map((_, each) => (each === place ? target.value : (row[each] ?? ''))),
              );
            }}
          />
        </td>
      ))}
      <td style={{ width: 100 }}>
        <Button
          label="Remove"
          aria-label={`Remove row ${String(at + 1)}`}
          disabled={disabled}
          onClick={() => {
            onChange(undefined);
          }}
        />
      </td>
    </tr>
  );
}
