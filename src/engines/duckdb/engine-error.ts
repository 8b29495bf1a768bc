/** DuckDB's refusal, or ours to hand it something too large; with the statement, where there is one. */
export class EngineError extends Error {
  readonly sql: string;

  constructor(message: string, sql: string) {
    super(message);
    this.name = 'EngineError';
    this.sql = sql;
  }
}
