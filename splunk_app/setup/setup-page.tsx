// The page as a whole: sources, searches, review.
import Heading from '@splunk/react-ui/Heading';
import Message from '@splunk/react-ui/Message';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { ReactElement } from 'react';
import type { PackFacts } from './facts.ts';
import { ReviewSection } from './review-section.tsx';
import { SearchesSection } from './searches-section.tsx';
import { SourcesSection } from './sources-section.tsx';
import type { Splunkd } from './splunkd.ts';
import { Lead, Page } from './styles.ts';
import { useSetup } from './use-setup.ts';

interface Props {
  readonly facts: PackFacts;
  readonly splunkd: Splunkd;
  /** Epoch seconds. */
  readonly now: () => number;
}

export function SetupPage({ facts, splunkd, now }: Props): ReactElement {
  const setup = useSetup(splunkd, facts);
  const { load } = setup;
  const readOnly =
    load.kind === 'loaded' && ![...load.macros, ...load.searches].some(({ writable }) => writable);
  return (
    <Page>
      <Heading level={1}>Set up {facts.title}</Heading>
      <Lead>
        Version {facts.version}. Point the searches at your data, test them, and switch on those
        that fit.
      </Lead>
      {load.kind === 'loading' && <WaitSpinner size="medium" screenReaderText="Loading" />}
      {load.kind === 'failed' && <Message type="error">{load.message}</Message>}
      {readOnly && (
        <Message type="info">
          Your role may not change this app: checks and test runs work, changes need an admin.
        </Message>
      )}
      {load.kind === 'loaded' && (
        <>
          <SourcesSection {...{ setup, now }} sources={facts.sources} macros={load.macros} />
          <SearchesSection setup={setup} facts={facts.searches} searches={load.searches} />
          <ReviewSection setup={setup} readOnly={readOnly} />
        </>
      )}
    </Page>
  );
}
