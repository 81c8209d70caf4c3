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
  const bring = (...events: readonly TrellisEvent[]) =>
    worker.bring(served.url, 'people', subgraph, events);

  const kept = (trustId: string, personId: string): Promise<Kept | undefined> =>
    asSuperuser(served.database.name, async (client) => {
      const { rows } = await client.query<Kept>(
        `SELECT version::integer, status, merged_into_id AS "mergedIntoId",
                (SELECT array_agg(school_id ORDER BY is_primary DESC) FROM roster_assignment AS post
                  WHERE post.trust_id = $1 AND person_id = $2) AS "schoolIds"
           FROM roster_person WHERE trust_id = $1 AND id = $2`,
        [trustId, personId],
      );
      return rows[0];
    });

  describe(`the roster of ${subgraph}`, () => {
    const [trustId, aggregateId] = [newId(), newId()];
    const [alder, birch] = [newId(), newId()];
    const told = (sequence: number, type: string, data: object, id = aggregateId) =>
      anEvent({ ...{ trustId, type, aggregateId: id, sequence }, data: { ...data } });

    it('has who has changed, left and come back, as people told last', async () => {
      expect(await bring(told(1, 'person.changed', factsAt(alder, birch)))).toEqual({
        refused: [],
      });
      expect(await kept(trustId, aggregateId)).toEqual({
        ...{ version: 1, status: 'EMPLOYED', mergedIntoId: null, schoolIds: [alder, birch] },
      });

      await bring(told(2, 'person.left', { ...factsAt(), status: 'LEFT' }));
      const left = { version: 2, status: 'LEFT', schoolIds: null };
      expect(await kept(trustId, aggregateId)).toMatchObject(left);

      await bring(told(3, 'person.restored', factsAt(birch)));
      const back = { version: 3, status: 'EMPLOYED', schoolIds: [birch] };
      expect(await kept(trustId, aggregateId)).toMatchObject(back);
    });

    it('knows into whom somebody was merged', async () => {
      const [goneId, intoPersonId] = [newId(), newId()];
      await bring(told(1, 'person.changed', factsAt(alder), goneId));
      await bring(told(2, 'person.merged', { intoPersonId }, goneId));

      expect(await kept(trustId, goneId)).toEqual({
        ...{ version: 2, status: 'MERGED', mergedIntoId: intoPersonId, schoolIds: null },
      });
    });

    it('never puts what is older in the place of what is newer', async () => {
      const id = newId();
      await bring(told(7, 'person.changed', factsAt(birch), id));
      await bring(told(6, 'person.left', { ...factsAt(), status: 'LEFT' }, id));
      expect(await kept(trustId, id)).toMatchObject({ version: 7, schoolIds: [birch] });

      const [ninth, eighth] = [factsAt(alder), factsAt(birch)].map((facts, place) =>
        told(9 - place, 'person.changed', facts, id),
      );
      if (ninth && eighth) await bring(ninth, eighth); // out of turn in one request
      expect(await kept(trustId, id)).toMatchObject({ version: 9, schoolIds: [alder] });
    });

    it('takes an event that comes twice once', async () => {
      const id = newId();
      const first = told(1, 'person.changed', factsAt(alder), id);
      await bring(first);
      const isSame = { ...first, data: { ...factsAt(birch) } }; // its id is what counts
      expect(await bring(isSame, isSame)).toEqual({ refused: [] });

      expect(await kept(trustId, id)).toMatchObject({ schoolIds: [alder] });
    });

    it('refuses what it does not understand and takes the rest', async () => {
      const [bad, good] = [newId(), newId()];
      const wrong = told(1, 'person.changed', { status: 'ABROAD' }, bad);
      const { refused } = await bring(wrong, told(2, 'person.changed', factsAt(alder), good));

      expect(refused.map(({ id }) => id)).toEqual([wrong.id]);
      expect(await kept(trustId, bad)).toBeUndefined();
      expect(await kept(trustId, good)).toMatchObject({ schoolIds: [alder] });
    });

    it('shows a trust none of another’s people', async () => {
      const [otherTrust, sameId] = [newId(), newId()];
      await bring(told(1, 'person.changed', factsAt(alder), sameId));
      const theirs = told(1, 'person.changed', factsAt(birch), sameId);
      await bring({ ...theirs, trustId: otherTrust });

      expect(await kept(trustId, sameId)).toMatchObject({ schoolIds: [alder] });
      expect(await kept(otherTrust, sameId)).toMatchObject({ schoolIds: [birch] });
      expect(await leakingTables(served.database.appUrl, trustId)).toEqual([]);
      expect(await leakingTables(served.database.appUrl, otherTrust)).toEqual([]);
    });

    it('listens to the worker alone', async () => {
      const body = JSON.stringify({ source: 'people', audience: subgraph, events: [] });
      const headers = { 'content-type': 'application/json' };
      const url = new URL('/events', served.url);
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(answer.status).toBe(401);
      expect((await worker.send(served.url, 'people', 'gateway', [])).status).toBe(401);
      expect((await worker.send(served.url, 'elsewhere', subgraph, [])).status).toBe(400);
    });
  });
}
