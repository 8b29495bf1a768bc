// A search as a job: started, followed until it is done, its rows fetched, the job removed.
import { errorText, SplunkdError, truth, type Row, type Splunkd } from './splunkd.ts';

export interface Finished {
  readonly rows: readonly Row[];
  /** How long splunkd worked on it. */
  readonly seconds: number;
}

/** Splunk drops the job of whoever closed the page after this many seconds. */
const ABANDONED = '60';
const FIRST_WAIT = 200;
const LONGEST_WAIT = 2000;
/** Beyond this many seconds a search is stopped: nobody sets up an app for so long. */
const PATIENCE = 600;

/** The last 24 hours: what every check of this page looks at. */
const LAST_DAY = { earliest_time: '-24h', latest_time: 'now' };

/** @throws SplunkdError when the search cannot be started, fails, or takes longer than ten minutes. */
export async function runSearch(splunkd: Splunkd, search: string): Promise<Finished> {
  const started = await splunkd.post('search/v2/jobs', {
    search,
    ...LAST_DAY,
    exec_mode: 'normal',
    auto_cancel: ABANDONED,
  });
  const { sid } = started;
  if (sid === undefined) {
    throw new SplunkdError(200, errorText(started) ?? 'Splunk started no search.');
  }
  const job = `search/v2/jobs/${encodeURIComponent(sid)}`;
  try {
    const seconds = await ended(splunkd, job);
    const answer = await splunkd.get(`${job}/results`, { count: '0' }, splunkd.namespace('user'));
    const failure = errorText(answer);
    if (failure !== undefined) throw new SplunkdError(200, failure);
    return { rows: answer.results ?? [], seconds };
  } finally {
    // The result is there, or nobody waits for it any longer: a job that stays counts against the user's quota.
    void splunkd.post(`${job}/control`, { action: 'cancel' }).catch(() => undefined);
  }
}

/** Waits until the job is done and gives its running time in seconds. */
async function ended(splunkd: Splunkd, job: string): Promise<number> {
  let waited = 0;
  for (let wait = FIRST_WAIT; waited < PATIENCE * 1000; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    const answer = await splunkd.get(job, {}, splunkd.namespace('user'));
    const state = answer.entry?.[0]?.content ?? {};
    if (truth(state['isFailed'])) {
      const said = errorText({ messages: state['messages'] } as never);
      throw new SplunkdError(200, said ?? 'The search failed, and Splunk gave no reason.');
    }
    if (truth(state['isDone'])) return Number(state['runDuration'] ?? 0);
    await new Promise((resolve) => setTimeout(resolve, wait));
    waited += wait;
  }
  throw new SplunkdError(200, 'The search was stopped: it took longer than ten minutes.');
}

/** Runs at most `most` at a time: a role may run few searches at once. */
export class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  async take<T>(run: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#most) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return await run();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
