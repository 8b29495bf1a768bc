// Every write before it is made, and what became of it.
import Button from '@splunk/react-ui/Button';
import Heading from '@splunk/react-ui/Heading';
import type { ReactElement } from 'react';
import type { PlannedWrite } from './plan.ts';
import { counted } from './readiness.ts';
import type { Splunkd } from './splunkd.ts';
import { Badge, Bar, Card, Grid, Lead, Mono, Name, Note, Problem } from './styles.ts';
import type { Applied, Setup, WriteState } from './use-setup.ts';

interface Props {
  readonly setup: Setup;
  readonly splunkd: Splunkd;
  readonly readOnly: boolean;
  readonly mayConfigure: boolean;
}

export function ReviewTab({ setup, splunkd, readOnly, mayConfigure }: Props): ReactElement {
  const { planned, applied, busy, invalid } = setup;
  return (
    <Card aria-labelledby="review">
      <Heading level={2} id="review">
        Review
      </Heading>
      <Lead>
        These requests, and no others, will be sent to Splunk, in this order; the first refusal
        stops the rest. Only what you changed is stored, so that an upgrade of the app still reaches
        everything else.
      </Lead>
      {!mayConfigure && (
        <Note>
          Your role may not mark the app as set up: that takes the capability edit_local_apps or
          admin_all_objects. Everything else can be written.
        </Note>
      )}
      {planned.length === 0 ? (
        <Note role="status">
          There is nothing to write: Splunk holds everything as it stands here.
        </Note>
      ) : (
        <Writes
          caption="To be written"
          splunkd={splunkd}
          rows={planned.map((write) => ({ write }))}
        />
      )}
      {invalid && (
        <Problem role="alert">Something typed cannot be written: see the fields marked.</Problem>
      )}
      <Bar>
        <Button
          appearance="primary"
          label={busy ? 'Applying' : `Apply ${counted(planned.length, 'write')}`}
          disabled={busy || invalid || readOnly || planned.length === 0}
          onClick={setup.apply}
        />
        <Button
          label="Discard changes"
          disabled={busy || planned.length === 0}
          onClick={setup.discard}
        />
      </Bar>
      {applied.length > 0 && (
        <>
          <Heading level={3}>Written last</Heading>
          <Writes caption="Written last" splunkd={splunkd} rows={applied} />
        </>
      )}
    </Card>
  );
}

interface WritesProps {
  readonly caption: string;
  readonly splunkd: Splunkd;
  readonly rows: readonly { readonly write: PlannedWrite; readonly state?: Applied['state'] }[];
}

function Writes({ caption, splunkd, rows }: WritesProps): ReactElement {
  return (
    <Grid aria-label={caption}>
      <tbody>
        {rows.map(({ write, state }) => (
          <tr key={write.label}>
            <td style={{ width: '30%' }}>
              <Name>{write.label}</Name>
            </td>
            <td>
              <Mono>POST {splunkd.pathOf(write)}</Mono>
              {Object.entries(write.fields).map(([key, value]) => (
                <div key={key}>
                  <Mono>
                    {key}={value}
                  </Mono>
                </div>
              ))}
            </td>
            {state && (
              <td style={{ width: '25%' }}>
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
      return (
        <Badge $tone="good" role="status">
          Saved
        </Badge>
      );
    case 'failed':
      return <Problem role="alert">{state.message}</Problem>;
    case 'left out':
      return <Note>Left out after the failure</Note>;
  }
}
