import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { testPeople, type TestTrust } from '../testing.ts';
import { teamOf, TestAlliances } from './testing.ts';

const people = testPeople();
const alliances = new TestAlliances(people);
const { propose, agree, end, listOf } = alliances;

const rowsOf = (trust: TestTrust, sql: string, parameters: readonly unknown[] = []) =>
  people.db.as(teamOf(trust), () => people.db.rows<{ id: string }>(sql, parameters));
const standing = async (trust: TestTrust) => {
  const [row] = await people.db.as(teamOf(trust), () =>
    people.db.rows<{ trusts: string[] }>('SELECT allied_trusts() AS trusts'),
  );
  return row?.trusts;
};

async function pair(): Promise<readonly [TestTrust, TestTrust]> {
  return [await people.trust(), await people.trust()];
}

describe('an alliance', () => {
  it('stands once both trusts have said so, under the same id for both', async () => {
    const [ours, theirs] = await pair();
    const { id } = await propose(ours, theirs);

    expect(await listOf(ours)).toMatchObject([
      { id, uid: theirs.uid, trustName: null, state: 'PROPOSED_BY_US', agreedAt: null },
    ]);
    expect(await listOf(theirs)).toMatchObject([
      { id, uid: ours.uid, trustName: `Trust ${ours.uid}`, state: 'PROPOSED_TO_US' },
    ]);
    expect(await standing(ours)).toEqual([]);

    expect(await agree(theirs, id)).toMatchObject({ id, state: 'STANDS', purpose: 'Visits.' });
    expect(await listOf(ours)).toMatchObject([
      { state: 'STANDS', trustName: `Trust ${theirs.uid}`, purpose: 'Visits.' },
    ]);
    expect(await standing(ours)).toEqual([theirs.id]);
    expect(await standing(theirs)).toEqual([ours.id]);
  });

  it.each(['the one that proposed', 'the other'])(
    'is ended by %s, for both at once',
    async (who) => {
      const [ours, theirs] = await pair();
      const id = await alliances.between(ours, theirs);
      const ending = who === 'the other' ? theirs : ours;

      expect(await end(ending, id)).toMatchObject({ state: 'ENDED' });
      expect(await end(ending, id)).toMatchObject({ state: 'ENDED' });
      for (const trust of [ours, theirs]) {
        expect(await standing(trust)).toEqual([]);
        expect(await listOf(trust)).toMatchObject([{ state: 'ENDED' }]);
        expect(await agree(trust, id)).toMatchObject({ __typename: 'AllianceEnded' });
      }
    },
  );

  it('does not begin again when it has ended, but another one may', async () => {
    const [ours, theirs] = await pair();
    const first = await alliances.between(ours, theirs);
    await end(theirs, first);
    const again = await propose(theirs, ours);

    expect(again.state).toBe('PROPOSED_BY_US');
    expect(await standing(ours)).toEqual([]); // ours still says yes to the first
    await agree(ours, again.id);
    expect(await standing(ours)).toEqual([theirs.id]);
    const reopen = rowsOf(
      theirs,
      'UPDATE alliance_agreement SET ended_at = NULL WHERE trust_id = $1 AND id = $2',
      [theirs.id, first],
    );
    await expect(reopen).rejects.toThrow('does not begin again');
  });

  it('is declined by the other, and taken back by who proposed it', async () => {
    const [ours, theirs] = await pair();
    const { id } = await propose(ours, theirs);
    expect(await end(theirs, id)).toMatchObject({ state: 'ENDED', agreedAt: null });
    const next = await propose(ours, theirs);
    expect(await end(ours, next.id)).toMatchObject({ state: 'ENDED' });

    expect((await listOf(theirs)).map(({ state }) => state)).toEqual(['ENDED', 'ENDED']);
    expect(await eventsOf(ours, theirs)).toEqual([]); // it never stood
  });

  it('is not proposed twice: the answer is the one there is', async () => {
    const [ours, theirs] = await pair();
    const { id } = await propose(ours, theirs);

    for (const [by, to] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      expect(await propose(by, to)).toMatchObject({
        __typename: 'AllianceOpen',
        alliance: { id },
      });
    }
  });

  it('is agreed to or ended, not both, when both trusts act at once', async () => {
    const [ours, theirs] = await pair();
    const { id } = await propose(ours, theirs);

    await atOnce(people.served.database.name, 'alliance_agreement', [
      () => agree(theirs, id),
      () => end(ours, id),
    ]);
    expect(await standing(ours)).toEqual([]);
    const told = await eventsOf(ours, theirs);
    expect(told.at(-1)?.stands ?? false).toBe(false);
  });

  it('is told to the other subgraphs when it stands and when it ends', async () => {
    const [ours, theirs] = await pair();
    const id = await alliances.between(ours, theirs);
    await end(ours, id);

    expect(await eventsOf(ours, theirs)).toEqual([
      { trustId: theirs.id, id, alliedTrustId: ours.id, stands: true },
      { trustId: ours.id, id, alliedTrustId: theirs.id, stands: false },
    ]);
  });

  it('says nothing of who uses the product: a number of nobody is proposed to alike', async () => {
    const trust = await people.trust();
    const unknown = { ...trust, uid: '99999999' };

    expect(await propose(trust, unknown)).toMatchObject({
      ...{ __typename: 'Alliance', uid: '99999999', trustName: null, state: 'PROPOSED_BY_US' },
    });
  });

  it('is with another trust, by a number of the register', async () => {
    const trust = await people.trust();
    for (const uid of [trust.uid, '', 'x', '123456789']) {
      expect(await alliances.codes(trust, uid)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is made by the people team alone', async () => {
    const [ours, theirs] = await pair();
    const query = '{ trust { alliances { id } } }';

    expect(await people.codes(ours.central, query)).toEqual(['FORBIDDEN']);
    const text = `mutation { proposeAlliance(input: { uid: "${theirs.uid}", purpose: "x" }) { __typename } }`;
    expect(await people.codes(ours.central, text)).toEqual(['FORBIDDEN']);
  });
});

describe('what an alliance shows', () => {
  it('is nothing to a third trust, by list, by id and by reference', async () => {
    const [ours, theirs] = await pair();
    const third = await people.trust();
    const id = await alliances.between(ours, theirs);

    expect(await listOf(third)).toEqual([]);
    for (const unknown of [id, newId(), 'nonsense']) {
      expect(await alliances.refused(third, 'agreeToAlliance', unknown)).toEqual(['NOT_FOUND']);
      expect(await alliances.refused(third, 'endAlliance', unknown)).toEqual(['NOT_FOUND']);
    }
    const reference = `{ _entities(representations: [{ __typename: "Alliance", id: "${id}" }]) {
      ... on Alliance { uid } } }`;
    expect(await people.data(teamOf(third), reference)).toEqual({ _entities: [null] });
    expect(await rowsOf(third, 'SELECT id FROM alliance_agreement')).toEqual([]);
  });

  it('is what the other said, and no school, person or row of theirs', async () => {
    const [ours, theirs] = await pair();
    await people.hire(theirs);
    await alliances.between(ours, theirs);

    expect(await rowsOf(ours, 'SELECT id FROM alliance_agreement')).toHaveLength(2);
    for (const table of ['person', 'school', 'network', 'assignment', 'contract']) {
      const foreign = `SELECT id FROM ${table} WHERE trust_id <> $1`;
      expect(await rowsOf(ours, foreign, [ours.id])).toEqual([]);
    }
    expect(await rowsOf(ours, 'SELECT id FROM trust')).toEqual([{ id: ours.id }]);
  });

  it('cannot be said for another trust or under another’s number', async () => {
    const [ours, theirs] = await pair();
    const insert = (trustId: string, uid: string, name: string) =>
      rowsOf(
        ours,
        `INSERT INTO alliance_agreement
           (trust_id, id, trust_uid, trust_name, allied_uid, purpose, agreed_at)
         VALUES ($1, $2, $3, $4, '77777777', '', now())`,
        [trustId, newId(), uid, name],
      );

    await expect(insert(theirs.id, theirs.uid, `Trust ${theirs.uid}`)).rejects.toThrow(
      'row-level security',
    );
    await expect(insert(ours.id, theirs.uid, `Trust ${theirs.uid}`)).rejects.toThrow('foreign key');
    await expect(insert(ours.id, ours.uid, 'A better name')).rejects.toThrow('foreign key');
  });

  it('cannot be changed by the other', async () => {
    const [ours, theirs] = await pair();
    const id = await alliances.between(ours, theirs);
    await rowsOf(ours, "UPDATE alliance_agreement SET purpose = '' WHERE trust_id <> $1", [
      ours.id,
    ]);

    expect(await listOf(theirs)).toMatchObject([{ id, purpose: 'Visits.' }]);
  });

  it('has the name that the register gives the other now', async () => {
    const [ours, theirs] = await pair();
    await alliances.between(ours, theirs);
    await asSuperuser(people.served.database.name, (client) =>
      client.query("UPDATE trust SET name = 'Elm Trust' WHERE id = $1", [theirs.id]),
    );

    expect(await listOf(ours)).toMatchObject([{ trustName: 'Elm Trust' }]);
  });
});

interface Told {
  readonly trustId: string;
  readonly id: string;
  readonly alliedTrustId: string;
  readonly stands: boolean;
}

/** What the other subgraphs are told of alliances, of both trusts, in order. */
function eventsOf(...trusts: readonly TestTrust[]): Promise<Told[]> {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<Told>(
      `SELECT trust_id AS "trustId", aggregate_id AS id, data->>'alliedTrustId' AS "alliedTrustId",
              (data->>'stands')::boolean AS stands
         FROM event WHERE type = 'alliance.changed' AND trust_id = ANY ($1) ORDER BY sequence`,
      [trusts.map(({ id }) => id)],
    );
    return rows;
  });
}
