import { describe, expect, it } from '@jest/globals';
import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { testPeople } from '../testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);

const bring = (source: string, ...events: ReturnType<typeof anEvent>[]) =>
  worker.bring(people.served.url, source, 'people', events);

describe('what is told of careers', () => {
  it('is kept once, however often it comes', async () => {
    const { id: trustId, central } = await people.trust();
    const personId = newId();
    const told = (type: string, data: object) =>
      anEvent({ trustId, type, aggregateId: newId(), sequence: 1, data: { ...data } });
    const award = told('award.made', { personId, amountPence: 12_00 });
    const application = told('application.submitted', { personId, opportunityId: newId() });
    const opportunity = told('opportunity.published', { kind: 'SECONDMENT' });

    await bring('study', award, award);
    await bring('study', award);
    await bring('opportunities', application, opportunity);
    await bring('opportunities', opportunity, application);

    const rows = await people.db.as(central, () =>
      people.db.rows(
        `SELECT source, type, person_id AS "personId" FROM career_event
          WHERE trust_id = $1 ORDER BY type`,
        [trustId],
      ),
    );
    expect(rows).toEqual([
      { source: 'opportunities', type: 'application.submitted', personId },
      { source: 'study', type: 'award.made', personId },
      { source: 'opportunities', type: 'opportunity.published', personId: null },
    ]);
  });

  it('is taken from the subgraphs where careers happen alone', async () => {
    const { id: trustId, central } = await people.trust();
    const data = { personId: newId(), amountPence: 12_00 };
    const award = { trustId, type: 'award.made', aggregateId: newId(), sequence: 1, data };
    await bring('people', anEvent(award));

    const kept = await people.db.as(central, () => people.db.rows('SELECT id FROM career_event'));
    expect(kept).toEqual([]);
    const { url } = people.served;
    expect((await worker.send(url, 'gateway', 'people', [])).status).toBe(400);
    expect((await worker.send(url, 'study', 'opportunities', [])).status).toBe(401);
  });
});
