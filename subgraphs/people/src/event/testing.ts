import { careerLineChanged } from '@trellis/events/career-line';
import { askOn } from '@trellis/events/ask-on';
import { eventShape } from '@trellis/events/event';
import { EventSubscribers } from '@trellis/events/event-subscriber';
import { HeldDeliveries } from '@trellis/events/held-delivery';
import { anEvent, type TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import pg from 'pg';
import type { TestPeople, TestTrust } from '../testing.ts';
import { StaffEventService } from './staff-event.service.ts';

/** Has something told of the person, held back from a subscriber, and heard from another subgraph. */
export async function everythingOfEvents(
  people: TestPeople,
  worker: TestWorker,
  { id: trustId, central }: TestTrust,
  personId: string,
): Promise<void> {
  const { db, served } = people;
  await db.as(central, () => new StaffEventService(db).changed(central, [personId]));
  const [row] = await db.as(central, () =>
    db.rows(
      `SELECT id, trust_id AS "trustId", type, aggregate_type AS "aggregateType", data,
              aggregate_id AS "aggregateId", sequence::float8, occurred_at::text AS "occurredAt"
         FROM event WHERE trust_id = $1 AND aggregate_id = $2 ORDER BY sequence DESC LIMIT 1`,
      [trustId, personId],
    ),
  );
  const event = eventShape.parse(row);
  const client = new pg.Client({ connectionString: served.database.jobUrl });
  await client.connect();
  await new EventSubscribers(askOn(client)).read('study');
  const refused = [{ id: event.id, problem: 'It was refused.' }];
  await new HeldDeliveries(askOn(client), 'study').hold(refused, [event], new Date());
  await client.end();
  const made = { trustId, type: 'award.made', aggregateId: newId(), sequence: 1 };
  const line = { kind: 'STUDY', title: 'x', startsOn: '2026-01-01', endsOn: null };
  const { type, data } = careerLineChanged(made.aggregateId, { ...line, personId });
  await worker.bring(served.url, 'study', 'people', [
    anEvent({ ...made, data: { personId } }),
    anEvent({ ...made, type, sequence: 2, data: { ...data } }),
  ]);
  await db.as({ ...central, personId }, () =>
    db.rows(
      `INSERT INTO career_line_words (trust_id, person_id, line_id, title) VALUES ($1, $2, $3, 'x')`,
      [trustId, personId, made.aggregateId],
    ),
  );
}
