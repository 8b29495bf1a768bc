// The page as a whole: how far the set-up is, and its steps.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import Message from '@splunk/react-ui/Message';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useState, type ReactElement } from 'react';
import { DetectionsTab } from './detections-tab.tsx';
import type { PackFacts } from './facts.ts';
import { ListsTab } from './lists-tab.tsx';
import type { InForce } from './plan.ts';
import { counted, readinessOf } from './readiness.ts';
import { ReviewTab } from './review-tab.tsx';
import { ScheduleTab } from './schedule-tab.tsx';
import { SourcesTab } from './sources-tab.tsx';
import type { Splunkd } from './splunkd.ts';
import { Footer, Lead, Page, Tile, Tiles } from './styles.ts';
import { Tabs, type Tab } from './tabs.tsx';
import { useSetup, type Setup } from './use-setup.ts';

interface Props {
  readonly facts: PackFacts;
  readonly splunkd: Splunkd;
  /** Epoch seconds. */
  readonly now: () => number;
}

type Held = Omit<InForce, 'rows'>;

export function SetupPage({ facts, splunkd, now }: Props): ReactElement {
  const setup = useSetup(splunkd, facts);
  const { load } = setup;
  return (
    <Page>
      <Heading level={1}>Set up {facts.title}</Heading>
      <Lead>
        Version {facts.version}. Point the searches at your data, try them out, and switch on those
        that fit. Nothing is written before you apply it.
      </Lead>
      {load.kind === 'loading' && <WaitSpinner size="medium" screenReaderText="Loading" />}
      {load.kind === 'failed' && <Message type="error">{load.message}</Message>}
      {load.kind === 'loaded' && <Loaded {...{ facts, splunkd, setup, now }} held={load.inForce} />}
    </Page>
  );
}

interface LoadedProps extends Props {
  readonly setup: Setup;
  readonly held: Held;
}

function Loaded({ facts, splunkd, setup, now, held }: LoadedProps): ReactElement {
  const [step, setStep] = useState('sources');
  const { macros, searches, lookups, context } = held;
  const readOnly = ![...macros, ...searches, ...lookups].some(({ writable }) => writable);
  const pending = setup.planned.length;
  const tabs: readonly Tab[] = [
    {
      id: 'sources',
      label: 'Data sources',
      content: <SourcesTab {...{ setup, facts, macros, now }} />,
    },
    {
      id: 'detections',
      label: 'Detections',
      content: <DetectionsTab {...{ setup, facts, searches }} />,
    },
    { id: 'lists', label: 'Allow-lists', content: <ListsTab {...{ setup, facts, lookups }} /> },
    {
      id: 'schedules',
      label: 'Schedules',
      content: <ScheduleTab {...{ setup, facts, searches }} />,
    },
    {
      id: 'review',
      label: pending === 0 ? 'Review' : `Review (${String(pending)})`,
      content: <ReviewTab {...{ setup, splunkd, readOnly }} mayConfigure={context.mayConfigure} />,
    },
  ];
  return (
    <>
      {readOnly && (
        <Message type="info">
          {context.user === '' ? 'Your role' : `${context.user} (${context.roles.join(', ')})`} may
          not change this app: checks and dry runs work, changes need an admin.
        </Message>
      )}
      <Progress {...{ facts, setup, held }} />
      <Tabs label="Steps of the set-up" tabs={tabs} selected={step} onSelect={setStep} />
      {step !== 'review' && pending > 0 && (
        <Footer>
          <span role="status">{counted(pending, 'write')} to review. Nothing is written yet.</span>
          <Button
            appearance="primary"
            label="Review and apply"
            onClick={() => {
              setStep('review');
            }}
          />
        </Footer>
      )}
    </>
  );
}

function Progress({ facts, setup, held }: Omit<LoadedProps, 'now' | 'splunkd'>): ReactElement {
  const { searches, context } = held;
  const withData = facts.sources.filter(({ name }) => {
    const looked = setup.sources.get(name);
    return looked?.kind === 'done' && looked.value.count > 0;
  });
  const ready = facts.searches.filter((search) => {
    const cron = searches.find(({ name }) => name === search.name)?.cron ?? '';
    const looked = setup.dryRuns.get(search.name);
    return readinessOf(search, setup.sources, looked, cron).state.startsWith('ready');
  });
  const on = searches.filter((each) => setup.edits.searches.get(each.name)?.on ?? each.on);
  const tiles: readonly (readonly [string, string])[] = [
    ['Sources with data', `${String(withData.length)} of ${String(facts.sources.length)}`],
    ['Detections ready', `${String(ready.length)} of ${String(facts.searches.length)}`],
    ['Switched on', `${String(on.length)} of ${String(searches.length)}`],
    ['Alerts go to', context.enterpriseSecurity ? 'Enterprise Security' : 'Triggered Alerts'],
  ];
  return (
    <Tiles aria-label="How far the set-up is">
      {tiles.map(([label, value]) => (
        <Tile key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Tile>
      ))}
    </Tiles>
  );
}
