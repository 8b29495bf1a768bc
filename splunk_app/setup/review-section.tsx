// Every write before it is made, and what became of it.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import type { ReactElement } from 'react';
import type { PlannedWrite } from './plan.ts';
import { Actions, Good, Grid, Lead, Mono, Muted, Problem, Section } from './styles.ts';
import type { Applied, Setup, WriteState } from './use-setup.ts';

export function ReviewSection({
  setup,
  readOnly,
}: {
  setup: Setup;
  readOnly: boolean;
}): ReactElement {
  const { planned, applied, busy, invalid } = setup;
  return (
    <Section aria-labelledby="review">
      <Heading level={2} id="review">
        Review
      </Heading>
      <Lead>
        Nothing is written before you apply. Only what you changed is stored, so that an upgrade of
        the app still reaches everything else.
      </Lead>
      <Writes caption="To be written" rows={planned.map((write) => ({ write }))} />
      <Actions>
        <Button
          appearance="primary"
          label={
            busy
              ? 'Applying'
              : `Apply ${String(planned.length)} ${planned.length === 1 ? 'write' : 'writes'}`
          }
          disabled={busy || invalid || readOnly}
          onClick={setup.apply}
        />
      </Actions>
      {applied.length > 0 && <Writes caption="Written last" rows={applied} />}
    </Section>
  );
}

interface WritesProps {
  readonly caption: string;
  readonly rows: readonly { readonly write: PlannedWrite; readonly state?: Applied['state'] }[];
}

function Writes({ caption, rows }: WritesProps): ReactElement {
  return (
    <Grid aria-label={caption}>
      <tbody>
        {rows.map(({ write, state }) => (
          <tr key={write.endpoint}>
            <td>{write.label}</td>
            <td>
              <Mono>
                POST {write.endpoint} {new URLSearchParams(write.fields).toString()}
              </Mono>
            </td>
            {state && (
              <td>
                <Outcome state={state} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </Grid>
  );
}

function Outcome({ state }: { state: WriteState }): ReactElement {
  switch (state.kind) {
    case 'done':
      return <Good role="status">Saved</Good>;
    case 'failed':
      return <Problem role="alert">{state.message}</Problem>;
    case 'left out':
      return <Muted>Left out after the failure</Muted>;
  }
}
