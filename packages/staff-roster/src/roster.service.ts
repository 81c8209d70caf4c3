import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import {
  applyPeopleSql,
  forgetAssignmentsSql,
  turnToSql,
  writeAssignmentsSql,
} from './roster.queries.ts';
import { type StaffFacts, staffFactsShape } from './staff-facts.ts';

const mergedShape = z.object({ intoPersonId: z.uuid() });

/** Who listens to what: the types of events that make a roster. */
export const rosterEventTypes = [
  'person.changed',
  'person.left',
  'person.restored',
  'person.merged',
] as const;

/** What was told of somebody at a time. */
export interface Told {
  readonly id: string;
  /** Of two, the greater holds. */
  readonly version: number;
  readonly facts: StaffFacts;
  readonly mergedIntoId: string | null;
}

const nothing: StaffFacts = {
  ...{ status: 'LEFT', hasWorkMailbox: false },
  ...{ contracts: [], assignments: [], managers: [], leave: [] },
};

/** A subgraph's own small copy of what people knows about staff. */
export class RosterService {
  constructor(private readonly db: Database) {}

  /** Brings the roster up to what the events say; those of other kinds are passed over. */
  async apply(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    const ours = new Set<string>(rosterEventTypes);
    await this.keep(viewer, events.filter(({ type }) => ours.has(type)).map(told));
  }

  /** Has the roster say who is employed on a day, as was known before. @param day ISO. */
  async turnTo({ trustId }: Viewer, day: string): Promise<void> {
    await this.db.rows(turnToSql, [trustId, day]);
  }

  /** Keeps what was told unless something newer is known. The same again changes nothing. */
  async keep(viewer: Viewer, all: readonly Told[]): Promise<void> {
    const newest = new Map<string, Told>();
    for (const one of all) {
      if (one.version >= (newest.get(one.id)?.version ?? 0)) newest.set(one.id, one);
    }
    if (newest.size === 0) return;
    const people = [...newest.values()].map(({ facts, ...one }) => ({
      ...one,
      ...facts,
      ...(one.mergedIntoId !== null && { status: 'MERGED' }),
    }));
    const { trustId } = viewer;
    const kept = await this.db.rows<{ id: string }>(applyPeopleSql, [
      trustId,
      JSON.stringify(people),
    ]);
    const ids = kept.map(({ id }) => id);
    if (ids.length === 0) return;
    await this.db.rows(forgetAssignmentsSql, [trustId, ids]);
    const assignments = ids.flatMap((personId) =>
      (newest.get(personId)?.facts.assignments ?? []).map((post) => ({ ...post, personId })),
    );
    if (assignments.length === 0) return;
    await this.db.rows(writeAssignmentsSql, [trustId, JSON.stringify(assignments)]);
  }
}

function told({ type, aggregateId: id, sequence: version, data }: TrellisEvent): Told {
  if (type !== 'person.merged') {
    return { id, version, facts: staffFactsShape.parse(data), mergedIntoId: null };
  }
  return { id, version, facts: nothing, mergedIntoId: mergedShape.parse(data).intoPersonId };
}
