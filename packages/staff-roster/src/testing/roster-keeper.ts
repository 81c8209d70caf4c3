import { afterAll, beforeAll } from '@jest/globals';
import type { TrellisEvent } from '@trellis/events/event';
import { createDataSource, type DatabaseShape } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { RowSecuritySettings1700000000000 } from '@trellis/subgraph-kit/row-security-settings.migration';
import { createTestDatabase } from '@trellis/subgraph-kit/testing/test-database';
import { RosterCredentials1797200400030 } from '../roster-credentials.migration.ts';
import { rosterTables } from '../roster.migration.ts';
import { RosterService } from '../roster.service.ts';

const shape: DatabaseShape = {
  entities: [],
  migrations: [
    RowSecuritySettings1700000000000,
    rosterTables('rosterful'),
    RosterCredentials1797200400030,
  ],
};

/** What a roster has of somebody. */
export interface KeptPerson {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly mergedIntoId: string | null;
  readonly contracts: readonly unknown[];
  readonly managers: readonly unknown[];
  readonly credentials: readonly unknown[];
  readonly posts: readonly string[];
}

/** A roster with a database of its own, for one test file. */
export class RosterKeeper {
  #db: Database | undefined;

  constructor() {
    const opened: (() => Promise<unknown>)[] = [];
    beforeAll(async () => {
      const database = await createTestDatabase('rosterful', shape);
      const source = await createDataSource(shape, database.appUrl, 4).initialize();
      opened.push(() => source.destroy(), database.drop);
      this.#db = new Database(source);
    });
    afterAll(async () => {
      for (const close of opened) await close();
    });
  }

  get db(): Database {
    if (!this.#db) throw new Error('the database is there from the first test on, not earlier');
    return this.#db;
  }

  /** Takes events of one trust as they come. */
  take(trustId: string, events: readonly TrellisEvent[]): Promise<void> {
    const viewer = jobViewer('test', [], trustId);
    return this.db.as(viewer, () => new RosterService(this.db).apply(viewer, events));
  }

  /** All that it has of a trust, by id. */
  people(trustId: string): Promise<KeptPerson[]> {
    return this.db.as(jobViewer('test', [], trustId), () =>
      this.db.rows<KeptPerson>(
        `SELECT id, version::float8, status, merged_into_id AS "mergedIntoId", contracts, managers, credentials,
                ARRAY (SELECT post.id::text FROM roster_assignment AS post
                        WHERE post.trust_id = $1 AND post.person_id = person.id
                        ORDER BY post.id) AS posts
           FROM roster_person AS person WHERE trust_id = $1 ORDER BY id`,
        [trustId],
      ),
    );
  }
}
