import type { ClientBase } from 'pg';
import type { AskDatabase } from './event-feed.ts';

/** Asks on one connection. */
export function askOn(client: ClientBase): AskDatabase {
  return async <Row extends object>(sql: string, parameters: readonly unknown[]) => {
    const { rows } = await client.query<Row>(sql, [...parameters]);
    return rows;
  };
}
