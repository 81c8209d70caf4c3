import { describe, expect, it } from '@jest/globals';
import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { staffViewer, testPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);

interface Asked {
  readonly opportunityId?: string;
  readonly title?: string;
  readonly page?: number;
  readonly personIds: readonly string[];
  readonly kind?: string;
  readonly wantsProof?: boolean;
  readonly part?: object;
}

const opportunityId = newId();
const request = (trustId: string, asked: Asked) =>
  anEvent({
    ...{ trustId, type: 'opportunity.notice_requested', aggregateId: opportunityId, sequence: 1 },
    data: {
      ...{ opportunityId, version: 1, kind: 'OPPORTUNITY_PUBLISHED', title: 'Lead phonics' },
      ...{ text: 'For a year.', closesOn: '2030-01-31', page: 1, pages: 2, ...asked },
    },
  });

const bring = (...events: ReturnType<typeof anEvent>[]) =>
  worker.bring(people.served.url, 'opportunities', 'people', events);

describe('opportunities that ask for people to be told', () => {
  it('have everybody on the pages told once, however often a page comes', async () => {
    const notices = new TestNotices(people, await people.trust());
    const [first, both, last] = [await notices.hire(), await notices.hire(), await notices.hire()];
    const one = request(notices.trust.id, { personIds: [first, both] });
    const two = request(notices.trust.id, { personIds: [both, last], page: 2 });

    await bring(one, two);
    await bring(two);
    await bring(request(notices.trust.id, { personIds: [first] }));

    for (const person of [first, both, last]) {
      expect(await notices.only(person)).toMatchObject({ title: 'Lead phonics' });
    }
  });

  it('leave no trace of their pages in anybody’s career', async () => {
    const { id: trustId, central } = await people.trust();

    await bring(request(trustId, { personIds: [] }));

    const kept = await people.db.as(central, () =>
      people.db.rows('SELECT id FROM career_event WHERE trust_id = $1', [trustId]),
    );
    expect(kept).toEqual([]);
  });

  it('are refused alone when one asks for something else', async () => {
    const notices = new TestNotices(people, await people.trust());
    const person = await notices.hire();
    const twoLines = request(notices.trust.id, { personIds: [person], title: 'a\nBcc: b' });
    const good = { ...request(notices.trust.id, { personIds: [person] }), aggregateId: newId() };

    const { refused } = await bring(twoLines, good);

    expect(refused.map(({ id }) => id)).toEqual([twoLines.id]);
    expect(await notices.of(person)).toHaveLength(1);
  });
});

describe('a reminder that waits', () => {
  it('is not sent to somebody who has applied meanwhile', async () => {
    const notices = new TestNotices(people, await people.trust());
    const [applies, waits] = [await notices.hire(), await notices.hire()];
    const reminder = request(notices.trust.id, {
      ...{ personIds: [applies, waits], kind: 'OPPORTUNITY_CLOSING_SOON', wantsProof: false },
    });
    const applied = anEvent({
      ...{ trustId: notices.trust.id, type: 'application.submitted', aggregateId: newId() },
      ...{ sequence: 2, data: { personId: applies, opportunityId } },
    });

    await bring(reminder, applied);

    const email = async (id: string) =>
      (await notices.only(id)).history.filter(({ channel }) => channel === 'EMAIL');
    expect((await email(applies)).map(({ state }) => state)).toEqual(['QUEUED', 'GIVEN_UP']);
    expect((await email(waits)).map(({ state }) => state)).toEqual(['QUEUED']);
  });
});

describe('what concerns one person alone', () => {
  it('is told of their application, with the way to it', async () => {
    const notices = new TestNotices(people, await people.trust());
    const person = await notices.hire();
    const part = { type: 'Application', id: newId() };

    await bring(
      request(notices.trust.id, {
        ...{ personIds: [person], kind: 'APPLICATION_OFFERED', part, wantsProof: false },
      }),
    );

    const { viewer } = await people.data<{ viewer: object }>(
      staffViewer(notices.trust, person),
      '{ viewer { notices { edges { node { kind path about { type id } } } } } }',
    );
    const node = { kind: 'APPLICATION_OFFERED', path: `/applications/${part.id}`, about: part };
    expect(viewer).toEqual({ notices: { edges: [{ node }] } });
  });
});
