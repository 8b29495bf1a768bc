// One detection: its switch, its state, its dry run, and, opened, its severity and throttling.
import Button from '@splunk/react-ui/Button';
import Switch from '@splunk/react-ui/Switch';
import { useId, useState, type ReactElement } from 'react';
import type { DryRun } from './checks.ts';
import type { SearchFacts } from './facts.ts';
import { fieldsProblem, periodProblem, SEVERITIES } from './plan.ts';
import {
  counted,
  readinessOf,
  span,
  type Looked,
  type Readiness,
  type State,
} from './readiness.ts';
import type { StoredSearch } from './splunkd.ts';
import {
  Badge,
  Field,
  Fields,
  Hidden,
  Input,
  Name,
  Note,
  Problem,
  Quiet,
  Select,
  type Tone,
} from './styles.ts';
import type { Setup } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly search: SearchFacts;
  readonly stored: StoredSearch | undefined;
}

export function DetectionRow({ setup, search, stored }: Props): ReactElement {
  const [open, setOpen] = useState(false);
  const settings = useId();
  const { name, title } = search;
  if (!stored) {
    return (
      <tr>
        <td />
        <td colSpan={3}>
          <Name>{title}</Name>
          <Problem>The search is missing from the app, or not visible to this user.</Problem>
        </td>
      </tr>
    );
  }
  const edit = setup.edits.searches.get(name);
  const on = edit?.on ?? stored.on;
  const dryRun = setup.dryRuns.get(name);
  return (
    <>
      <tr>
        <td>
          <Switch
            appearance="toggle"
            aria-label={`Switch on: ${title}`}
            selected={on}
            disabled={!stored.writable || setup.busy}
            onClick={() => {
              setup.editSearch(name, { on: !on });
            }}
          />
        </td>
        <td>
          <Name>{title}</Name>
          <Note>{search.description}</Note>
          <Note>
            {[...search.techniques, `reads ${search.sources.join(', ')}`].join(' · ')}{' '}
            <Quiet
              type="button"
              aria-expanded={open}
              aria-controls={settings}
              onClick={() => {
                setOpen(!open);
              }}
            >
              <Hidden>Settings of {title}: </Hidden>
              {severityName(edit?.severity ?? stored.severity)} · {throttleWords(setup, stored)}{' '}
              <span aria-hidden>{open ? '▴' : '▾'}</span>
            </Quiet>
          </Note>
        </td>
        <td>
          <StateWords
            readiness={readinessOf(search, setup.sources, dryRun, edit?.cron ?? stored.cron)}
          />
        </td>
        <td>
          <Button
            aria-label={`Dry run of ${title}`}
            label="Dry run"
            disabled={dryRun?.kind === 'running'}
            onClick={() => {
              setup.dryRun([name]);
            }}
          />
          <Result looked={dryRun} />
        </td>
      </tr>
      {open && (
        <tr id={settings}>
          <td />
          <td colSpan={3}>
            <Settings setup={setup} title={title} stored={stored} />
          </td>
        </tr>
      )}
    </>
  );
}

function severityName(number: string): string {
  return new Map(SEVERITIES).get(number) ?? `severity ${number}`;
}

function throttleWords({ edits }: Setup, { name, throttle }: StoredSearch): string {
  const { period = throttle.period, fields = throttle.fields } = edits.searches.get(name) ?? {};
  if (period.trim() === '') return 'not throttled';
  return `throttled for ${periodWords(period)}${fields.trim() === '' ? '' : ` by ${fields.replaceAll(',', ', ')}`}`;
}

/** `86400s` as `24 hours`; what is no period as it stands. */
function periodWords(period: string): string {
  const [, number, unit = ''] = /^(\d{1,7})([smhd])$/u.exec(period.trim()) ?? [];
  const seconds = Number(number) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? NaN);
  return Number.isFinite(seconds) && seconds >= 60 ? span(seconds) : period;
}

const TONES: Readonly<Record<State, Tone>> = {
  ready: 'good',
  'ready in part': 'warning',
  'no data': 'bad',
  'field missing': 'bad',
  heavy: 'warning',
  unknown: 'plain',
};

function StateWords({ readiness: { state, why } }: { readiness: Readiness }): ReactElement {
  return (
    <>
      <Badge $tone={TONES[state]}>{state}</Badge>
      {why !== '' && <Note>{why}</Note>}
    </>
  );
}

function Result({ looked }: { looked: Looked<DryRun> | undefined }): ReactElement | null {
  switch (looked?.kind) {
    case undefined:
      return null;
    case 'running':
      return <Note role="status">Searching</Note>;
    case 'failed':
      return <Problem role="alert">{looked.message}</Problem>;
    case 'done': {
      const { count, seconds } = looked.value;
      return (
        <Note role="status">
          {counted(count, 'result')} in the last 24 hours, in {seconds.toFixed(1)} s
        </Note>
      );
    }
  }
}

interface SettingsProps {
  readonly setup: Setup;
  readonly title: string;
  readonly stored: StoredSearch;
}

function Settings({ setup, title, stored }: SettingsProps): ReactElement {
  const { name, throttle, writable } = stored;
  const edit = setup.edits.searches.get(name) ?? {};
  const disabled = !writable || setup.busy;
  const { period = throttle.period, fields = throttle.fields, severity = stored.severity } = edit;
  const problems = [periodProblem(period), fieldsProblem(fields)];
  return (
    <div role="group" aria-label={`Settings of ${title}`}>
      <Fields>
        <Field>
          Severity of its alerts
          <Select
            value={severity}
            disabled={disabled}
            onChange={({ target }) => {
              setup.editSearch(name, { severity: target.value });
            }}
          >
            {SEVERITIES.map(([number, word]) => (
              <option key={number} value={number}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
        <Field>
          Hold back further alerts for
          <Input
            value={period}
            placeholder="never"
            disabled={disabled}
            aria-invalid={problems[0] !== undefined}
            onChange={({ target }) => {
              setup.editSearch(name, { period: target.value });
            }}
          />
        </Field>
        <Field>
          with the same values of
          <Input
            value={fields}
            placeholder="any result"
            disabled={disabled || period.trim() === ''}
            aria-invalid={problems[1] !== undefined}
            onChange={({ target }) => {
              setup.editSearch(name, { fields: target.value });
            }}
          />
        </Field>
      </Fields>
      {problems.map(
        (each) =>
          each !== undefined && (
            <Problem role="alert" key={each}>
              {each}
            </Problem>
          ),
      )}
    </div>
  );
}
