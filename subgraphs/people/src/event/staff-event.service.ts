import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdPeopleSql, personFactsSql, schoolFactsSql } from './event.queries.ts';

interface Told {
  readonly id: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Tells the other subgraphs, webhooks and the feed of changes what became of staff. Call it after the
 * change, in the same operation, with everybody whom it touched. Each event of a person has all facts
 * as they now are, so that who missed one, or hears one twice, ends with the same.
 */
export class StaffEventService {
  readonly #db: Database;
  readonly #outbox: Outbox;

  constructor(db: Database) {
    this.#db = db;
    this.#outbox = new Outbox(db);
  }

  /** People are new, or a contract, post, manager, leave or mailbox of theirs has changed. */
  changed(viewer: Viewer, personIds: readonly string[]): Promise<void> {
    return this.#tellOfPeople(viewer, 'person.changed', personIds);
  }

  /** People have left the trust: their last contract has got its end. */
  left(viewer: Viewer, personIds: readonly string[]): Promise<void> {
    return this.#tellOfPeople(viewer, 'person.left', personIds);
  }

  /** Leaving was a mistake: what it set off is to be undone. */
  restored(viewer: Viewer, personIds: readonly string[]): Promise<void> {
    return this.#tellOfPeople(viewer, 'person.restored', personIds);
  }

  /** Two records were one person: what belonged to `fromId` is now `intoId`'s. */
  async merged(viewer: Viewer, fromId: string, intoId: string): Promise<void> {
    await this.#hold(viewer, [fromId, intoId]);
    const aggregate = { aggregateType: 'Person', aggregateId: fromId };
    await this.#outbox.append(viewer, [
      { type: 'person.merged', ...aggregate, data: { intoPersonId: intoId } },
    ]);
    await this.changed(viewer, [intoId]);
  }

  /** Schools are new to the trust, have left it, or have another name, URN or state. */
  async schoolChanged(viewer: Viewer, schoolIds: readonly string[]): Promise<void> {
    if (schoolIds.length === 0) return;
    const told = await this.#db.rows<Told>(schoolFactsSql, [viewer.trustId, schoolIds]);
    await this.#outbox.append(
      viewer,
      told.map(({ id, facts }) => ({
        ...{ type: 'school.changed', aggregateType: 'School', aggregateId: id, data: facts },
      })),
    );
  }

  async #tellOfPeople(viewer: Viewer, type: string, personIds: readonly string[]): Promise<void> {
    const ids = [...new Set(personIds)].sort();
    for (let start = 0; start < ids.length; start += batchSize) {
      const some = ids.slice(start, start + batchSize);
      await this.#hold(viewer, some);
      const told = { sql: personFactsSql, ids: some, day: londonDay() };
      await this.#outbox.appendFacts(viewer, { type, aggregateType: 'Person' }, told);
    }
  }

  async #hold({ trustId }: Viewer, personIds: readonly string[]): Promise<void> {
    await this.#db.rows(holdPeopleSql, [trustId, personIds]);
  }
}

/** People a statement: some milliseconds of one. */
const batchSize = 1_000;
