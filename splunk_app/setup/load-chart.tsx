// Starts per hour as columns: what is switched on, before what would be if everything were.
import { variables } from '@splunk/themes';
import type { ReactElement } from 'react';
import styled from 'styled-components';
import { Grid, Note } from './styles.ts';

const WIDTH = 960;
const HEIGHT = 160;
const FLOOR = 132;
const SLOT = WIDTH / 24;

const Chart = styled.svg`
  display: block;
  width: 100%;
  margin: 8px 0;

  text {
    fill: ${variables.contentColorDefault};
    font-size: 12px;
    text-anchor: middle;
  }

  .on {
    fill: ${variables.contentColorAccent};
  }

  .all {
    fill: ${variables.interactiveColorOverlayActive};
  }

  line {
    stroke: ${variables.borderColorWeak};
  }
`;

const Key = styled.span<{ readonly $on: boolean }>`
  display: inline-block;
  width: 12px;
  height: 12px;
  margin: 0 6px 0 0;
  border-radius: 2px;
  background: ${({ $on }) =>
    $on ? variables.contentColorAccent : variables.interactiveColorOverlayActive};
  vertical-align: -1px;
`;

interface Props {
  readonly on: readonly number[];
  readonly all: readonly number[];
}

export function LoadChart({ on, all }: Props): ReactElement {
  const most = Math.max(1, ...all);
  const height = (count: number): number => (count / most) * (FLOOR - 24);
  const peak = Math.max(0, ...on);
  const summary = `Starts per hour: at most ${String(peak)} of the searches that are on, ${String(most)} if all were on`;
  return (
    <>
      <Chart viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={summary}>
        <line x1={0} x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        {all.map((count, hour) => {
          const running = on[hour] ?? 0;
          const x = hour * SLOT + 6;
          return (
            <g key={String(hour)}>
              <Column className="all" x={x} height={height(count)} />
              <Column className="on" x={x} height={height(running)} />
              {count > 0 && (
                <text x={hour * SLOT + SLOT / 2} y={FLOOR - height(count) - 6}>
                  {running === count ? count : `${String(running)}/${String(count)}`}
                </text>
              )}
              {hour % 3 === 0 && (
                <text x={hour * SLOT + SLOT / 2} y={HEIGHT - 8}>
                  {String(hour).padStart(2, '0')}:00
                </text>
              )}
            </g>
          );
        })}
      </Chart>
      <Note>
        <Key $on aria-hidden /> switched on{' '}
        <Key $on={false} aria-hidden style={{ marginLeft: 16 }} />
        all searches of the app
      </Note>
      <details>
        <summary>As a table</summary>
        <Grid aria-label="Starts per hour">
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">Switched on</th>
              <th scope="col">All</th>
            </tr>
          </thead>
          <tbody>
            {all.map((count, hour) => (
              <tr key={String(hour)}>
                <td>{String(hour).padStart(2, '0')}:00</td>
                <td>{on[hour] ?? 0}</td>
                <td>{count}</td>
              </tr>
            ))}
          </tbody>
        </Grid>
      </details>
    </>
  );
}

function Column({
  className,
  x,
  height,
}: {
  className: string;
  x: number;
  height: number;
}): ReactElement {
  return (
    <rect className={className} x={x} y={FLOOR - height} width={SLOT - 12} height={height} rx={2} />
  );
}
