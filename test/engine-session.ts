import { afterAll, beforeAll } from '@jest/globals';
import { Engine, type Session } from '../src/engines/duckdb/index.ts';

/** A session for the tests of a file: opened before the first of them, closed after the last. */
export function engineSession(): () => Session {
  let opened: { readonly engine: Engine; readonly session: Session } | undefined;
  beforeAll(async () => {
    const engine = await Engine.open({ threads: 1 });
    opened = { engine, session: await engine.session() };
  });
  afterAll(() => {
    opened?.session.close();
    opened?.engine.close();
  });
  return () => {
    if (!opened) throw new Error('the session is there while tests run');
    return opened.session;
  };
}
