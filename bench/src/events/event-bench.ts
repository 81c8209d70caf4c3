import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { wellKnown } from '@trellis/demonstration/well-known';
import { stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { findProcesses } from '@trellis/local-stack/running-stack';
import { startStack } from '@trellis/local-stack/stack';
import { peopleDatabase } from '@trellis/people/database-shape';
import { StaffEventService } from '@trellis/people/event/staff-event.service';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import pg from 'pg';

const rosters = ['opportunities', 'study'] as const;
const trustId = wellKnown.trustId;
const viewer = jobViewer('bench', [], trustId);
/** Events of one transaction. */
const batchSize = 1_000;
/** Longest to wait for what was told, in milliseconds. */
const patience = 600_000;

const say = (line: string) => {
  console.log(line);
};

/**
 * `npm run bench -- events`: how soon one change of somebody is in both rosters, and how fast very many
 * get there while the worker is killed twice; ends with an error when one is lost or counted twice.
 *
 * @param count of the many.
 */
export async function benchEvents(count: number): Promise<void> {
  const { gateway: gatewayPort } = await choosePorts(['gateway'], {});
  rmSync(stackFolder, { recursive: true, force: true }); // a new database, as on the first day
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const { postgres } = stack.settings;
  const source = createDataSource(peopleDatabase, postgres.url('people', 'app'), 2);
  const told = new ToldOf(postgres.adminUrl);
  try {
    await source.initialize();
    await told.connect();
    const db = new Database(source);
    const events = new StaffEventService(db);
    const ids = await told.people();
    const tell = (some: readonly string[]) => db.as(viewer, () => events.changed(viewer, some));
    await told.allHeard();
    await measureOne(told, tell, ids.slice(0, 200));
    await measureMany(told, tell, ids, count);
  } finally {
    await told.end();
    await source.destroy();
    await stack.stop();
  }
}

type Tell = (personIds: readonly string[]) => Promise<void>;

async function measureOne(told: ToldOf, tell: Tell, ids: readonly string[]): Promise<void> {
  const delays: number[] = [];
  for (const id of ids) {
    await tell([id]);
    const { version, at } = await told.newest(id);
    while (!(await told.isHeard(id, version))) await pause(1);
    delays.push(Math.round(Date.now() - at));
  }
  const inOrder = delays.toSorted((one, other) => one - other);
  const [half, most] = [0.5, 0.95].map((share) => inOrder[Math.floor(share * inOrder.length)] ?? 0);
  say(`\none change, ${String(ids.length)} times: from its event to both rosters`);
  say(`  median ${String(half)} ms, 95 of 100 within ${String(most)} ms`);
}

async function measureMany(told: ToldOf, tell: Tell, ids: readonly string[], count: number) {
  const before = await told.heard();
  const began = performance.now();
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    await tell(Array.from({ length: size }, (_, place) => ids[(start + place) % ids.length] ?? ''));
  }
  const written = (performance.now() - began) / 1000;
  for (const share of [0.3, 0.6]) {
    while (Math.min(...(await told.heard())) - Math.min(...before) < share * count) await pause(50);
    process.kill(findProcesses()['worker'] ?? 0, 'SIGKILL');
  }
  await told.allHeard();
  const took = (performance.now() - began) / 1000;
  const after = await told.heard();
  rosters.forEach((name, place) => {
    const heard = (after[place] ?? 0) - (before[place] ?? 0);
    if (heard !== count) throw new Error(`${name} has heard ${String(heard)} of ${String(count)}`);
  });
  await told.checkRosters();
  say(
    `\n${String(count)} events, the worker killed twice: all written after ${written.toFixed(1)} s,`,
  );
  say(
    `  in both rosters once each after ${took.toFixed(1)} s: ${(count / took).toFixed(0)} a second`,
  );
}

/** What people has told and what the others have heard of it. */
class ToldOf {
  readonly #people: pg.Client;
  readonly #listeners: readonly pg.Client[];

  constructor(url: (subgraph: 'people' | (typeof rosters)[number]) => string) {
    const client = (name: Parameters<typeof url>[0]) =>
      new pg.Client({ connectionString: url(name) });
    this.#people = client('people');
    this.#listeners = rosters.map(client);
  }

  async connect(): Promise<void> {
    for (const client of [this.#people, ...this.#listeners]) await client.connect();
  }

  async end(): Promise<void> {
    for (const client of [this.#people, ...this.#listeners]) await client.end();
  }

  async people(): Promise<string[]> {
    const { rows } = await this.#people.query<{ id: string }>(
      'SELECT id FROM person WHERE trust_id = $1 ORDER BY id',
      [trustId],
    );
    return rows.map(({ id }) => id);
  }

  async newest(personId: string): Promise<{ version: number; at: number }> {
    const { rows } = await this.#people.query<{ version: number; at: number }>(
      `SELECT sequence::float8 AS version, extract(epoch FROM occurred_at)::float8 * 1000 AS at
         FROM event WHERE trust_id = $1 AND aggregate_id = $2 ORDER BY sequence DESC LIMIT 1`,
      [trustId, personId],
    );
    const [row] = rows;
    if (!row) throw new Error('nothing was told');
    return row;
  }

  async isHeard(personId: string, version: number): Promise<boolean> {
    const heard = await this.#each<{ found: boolean }>(
      'SELECT true AS found FROM roster_person WHERE trust_id = $1 AND id = $2 AND version >= $3',
      [trustId, personId, version],
    );
    return heard.every((rows) => rows.length === 1);
  }

  /** Events that each has taken. */
  async heard(): Promise<number[]> {
    const counts = await this.#each<{ count: number }>(
      'SELECT count(*)::integer AS count FROM inbox_event',
    );
    return counts.map(([row]) => row?.count ?? 0);
  }

  /** Waits until each has taken all that was told of people. */
  async allHeard(): Promise<void> {
    const end = Date.now() + patience;
    for (;;) {
      const { rows } = await this.#people.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM event WHERE aggregate_type = 'Person'`,
      );
      const heard = await this.heard();
      if (heard.every((count) => count >= (rows[0]?.count ?? 0))) return;
      if (Date.now() > end) throw new Error(`heard ${heard.join(' and ')} in time`);
      await pause(50);
    }
  }

  /** @throws Error when a roster has somebody otherwise than they were told of last. */
  async checkRosters(): Promise<void> {
    const { rows } = await this.#people.query<{ told: string }>(
      `SELECT json_agg(json_build_array(id, version) ORDER BY id)::text AS told FROM (
         SELECT aggregate_id AS id, max(sequence) AS version FROM event
          WHERE aggregate_type = 'Person' GROUP BY 1) AS last`,
    );
    const kept = await this.#each<{ told: string }>(
      `SELECT json_agg(json_build_array(id, version) ORDER BY id)::text AS told FROM roster_person`,
    );
    if (kept.some(([roster]) => roster?.told !== rows[0]?.told)) throw new Error('rosters differ');
  }

  async #each<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[][]> {
    return Promise.all(
      this.#listeners.map(async (client) => (await client.query<Row>(sql, [...values])).rows),
    );
  }
}
