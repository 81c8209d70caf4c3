import { newId } from '../../ids.ts';
import type { Viewer } from '../../viewer.ts';
import { asSuperuser } from '../test-cluster.ts';

/** A shelf of the viewer's trust with jars on it, written behind the subgraph's back. */
export async function aShelf(
  database: string,
  { trustId }: Viewer,
  jars: readonly { readonly label: string; readonly sweets?: number }[] = [],
): Promise<{ readonly id: string; readonly jarIds: readonly string[] }> {
  const id = newId();
  const jarIds = jars.map(() => newId());
  await asSuperuser(database, async (client) => {
    await client.query('INSERT INTO shelf (trust_id, id, name) VALUES ($1, $2, $3)', [
      trustId,
      id,
      `shelf ${id}`,
    ]);
    await client.query(
      `INSERT INTO jar (trust_id, id, shelf_id, label, sweets, filled_on)
       SELECT $1, unnest($2::uuid[]), $3, unnest($4::text[]), unnest($5::integer[]), '2026-09-01'`,
      [trustId, jarIds, id, jars.map(({ label }) => label), jars.map(({ sweets = 10 }) => sweets)],
    );
  });
  return { id, jarIds };
}
