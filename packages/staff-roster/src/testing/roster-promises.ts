import { describe, expect, it } from '@jest/globals';
import type { TrellisEvent } from '@trellis/events/event';
import { anEvent, type TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { leakingTables } from '@trellis/subgraph-kit/testing/row-security-check';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { TestSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import type { StaffFacts } from '../staff-facts.ts';

/** What a roster has of somebody. */
interface Kept {
  readonly version: number;
  readonly status: string;
  readonly mergedIntoId: string | null;
  readonly schoolIds: readonly string[] | null;
}

/** The roster of one subgraph, as tests bring it events and look at it. */
class TestRoster {
  readonly trustId = newId();

  constructor(
    readonly subgraph: string,
    readonly served: TestSubgraph,
    readonly worker: TestWorker,
  ) {}

  bring(...events: readonly TrellisEvent[]) {
    return this.worker.bring(this.served.url, 'people', this.subgraph, events);
  }

  /** An event of the trust about somebody. */
  told(id: string, sequence: number, type: string, data: object): TrellisEvent {
    const { trustId } = this;
    return anEvent({ ...{ trustId, type, aggregateId: id, sequence }, data: { ...data } });
  }

  kept(personId: string, trustId = this.trustId): Promise<Kept | undefined> {
    return asSuperuser(this.served.database.name, async (client) => {
      const { rows } = await client.query<Kept>(
        `SELECT version::integer, status, merged_into_id AS "mergedIntoId",
                (SELECT array_agg(school_id ORDER BY is_primary DESC) FROM roster_assignment AS post
                  WHERE post.trust_id = $1 AND person_id = $2) AS "schoolIds"
           FROM roster_person WHERE trust_id = $1 AND id = $2`,
        [trustId, personId],
      );
      return rows[0];
    });
  }
}

/** Facts of somebody who has a post at each of the schools. */
export function factsAt(...schoolIds: readonly string[]): StaffFacts {
  const days = { startsOn: '2024-09-01', endsOn: null };
  const contract = { id: newId(), type: 'PRM', ...days };
  return {
    ...{ status: 'EMPLOYED', hasWorkMailbox: true, contracts: [contract] },
    assignments: schoolIds.map((schoolId, place) => ({
      ...{ id: newId(), contractId: contract.id, schoolId, ...days },
      ...{ roleCodes: ['TCHR'], staffGroups: ['TEACHING'], subjectCodes: [] },
      ...{ fte: 0.5, isPrimary: place === 0 },
    })),
    ...{ managers: [], leave: [] },
  };
}

/** Holds a subgraph to what each that keeps a roster promises. */
export function itKeepsARoster(subgraph: string, served: TestSubgraph, worker: TestWorker): void {
  const roster = new TestRoster(subgraph, served, worker);
  describe(`the roster of ${subgraph}`, () => {
    itIsAsPeopleToldLast(roster);
    itTakesEventsWithCare(roster);
  });
}

const [alder, birch] = [newId(), newId()];

function itIsAsPeopleToldLast(roster: TestRoster): void {
  it('has who has changed, left and come back, as people told last', async () => {
    const personId = newId();
    expect(
      await roster.bring(roster.told(personId, 1, 'person.changed', factsAt(alder, birch))),
    ).toEqual({
      refused: [],
    });
    expect(await roster.kept(personId)).toEqual({
      ...{ version: 1, status: 'EMPLOYED', mergedIntoId: null, schoolIds: [alder, birch] },
    });

    await roster.bring(roster.told(personId, 2, 'person.left', { ...factsAt(), status: 'LEFT' }));
    const left = { version: 2, status: 'LEFT', schoolIds: null };
    expect(await roster.kept(personId)).toMatchObject(left);

    await roster.bring(roster.told(personId, 3, 'person.restored', factsAt(birch)));
    const back = { version: 3, status: 'EMPLOYED', schoolIds: [birch] };
    expect(await roster.kept(personId)).toMatchObject(back);
  });

  it('knows into whom somebody was merged', async () => {
    const [goneId, intoPersonId] = [newId(), newId()];
    await roster.bring(roster.told(goneId, 1, 'person.changed', factsAt(alder)));
    await roster.bring(roster.told(goneId, 2, 'person.merged', { intoPersonId }));

    expect(await roster.kept(goneId)).toEqual({
      ...{ version: 2, status: 'MERGED', mergedIntoId: intoPersonId, schoolIds: null },
    });
  });

  it('never puts what is older in the place of what is newer', async () => {
    const id = newId();
    await roster.bring(roster.told(id, 7, 'person.changed', factsAt(birch)));
    await roster.bring(roster.told(id, 6, 'person.left', { ...factsAt(), status: 'LEFT' }));
    expect(await roster.kept(id)).toMatchObject({ version: 7, schoolIds: [birch] });

    const [ninth, eighth] = [factsAt(alder), factsAt(birch)].map((facts, place) =>
      roster.told(id, 9 - place, 'person.changed', facts),
    );
    if (ninth && eighth) await roster.bring(ninth, eighth); // out of turn in one request
    expect(await roster.kept(id)).toMatchObject({ version: 9, schoolIds: [alder] });
  });
}

function itTakesEventsWithCare(roster: TestRoster): void {
  it('takes an event that comes twice once', async () => {
    const id = newId();
    const first = roster.told(id, 1, 'person.changed', factsAt(alder));
    await roster.bring(first);
    const isSame = { ...first, data: { ...factsAt(birch) } }; // its id is what counts
    expect(await roster.bring(isSame, isSame)).toEqual({ refused: [] });

    expect(await roster.kept(id)).toMatchObject({ schoolIds: [alder] });
  });

  it('refuses what it does not understand and takes the rest', async () => {
    const [bad, good] = [newId(), newId()];
    const wrong = roster.told(bad, 1, 'person.changed', { status: 'ABROAD' });
    const { refused } = await roster.bring(
      wrong,
      roster.told(good, 2, 'person.changed', factsAt(alder)),
    );

    expect(refused.map(({ id }) => id)).toEqual([wrong.id]);
    expect(await roster.kept(bad)).toBeUndefined();
    expect(await roster.kept(good)).toMatchObject({ schoolIds: [alder] });
  });

  it('shows a trust none of another’s people', async () => {
    const [otherTrust, sameId] = [newId(), newId()];
    const { appUrl } = roster.served.database;
    await roster.bring(roster.told(sameId, 1, 'person.changed', factsAt(alder)));
    const theirs = roster.told(sameId, 1, 'person.changed', factsAt(birch));
    await roster.bring({ ...theirs, trustId: otherTrust });

    expect(await roster.kept(sameId)).toMatchObject({ schoolIds: [alder] });
    expect(await roster.kept(sameId, otherTrust)).toMatchObject({ schoolIds: [birch] });
    expect(await leakingTables(appUrl, roster.trustId)).toEqual([]);
    expect(await leakingTables(appUrl, otherTrust)).toEqual([]);
  });

  it('listens to the worker alone', async () => {
    const body = JSON.stringify({ source: 'people', audience: roster.subgraph, events: [] });
    const headers = { 'content-type': 'application/json' };
    const url = new URL('/events', roster.served.url);
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect(answer.status).toBe(401);
    expect((await roster.worker.send(roster.served.url, 'people', 'gateway', [])).status).toBe(401);
    expect(
      (await roster.worker.send(roster.served.url, 'elsewhere', roster.subgraph, [])).status,
    ).toBe(400);
  });
}
