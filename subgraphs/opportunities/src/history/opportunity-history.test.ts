import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let approver: string;
let school: string;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  central = thePeopleTeam(newId());
  approver = test.people.add(central.trustId);
  school = test.people.add(central.trustId);
});

interface Node {
  readonly kind: string;
  readonly [field: string]: unknown;
}
interface Connection {
  readonly edges: readonly { readonly node: Node }[];
}

const nodes = ({ edges }: Connection) => edges.map(({ node }) => node);

const history = async (viewer: Viewer, id: string) => {
  const { data } = await test.served.ask<{ opportunity: { history: Connection } }>(
    viewer,
    `query ($id: ID!) { opportunity(id: $id) { history { edges { node {
       kind state madeBy { id } person { id } changes { field was } } } } } }`,
    { id },
  );
  return nodes(data.opportunity.history);
};
const kinds = async (viewer: Viewer, id: string) =>
  (await history(viewer, id)).map(({ kind }) => kind);

const overrides = async (viewer: Viewer, more = '') => {
  const { data, errors } = await test.served.ask<{ overridesUsed: Connection }>(
    viewer,
    `{ overridesUsed${more} { edges { node { kind usedOn reason endsOn opportunity { id }
       person { id } usedBy { id } approvedBy { id } } } } }`,
  );
  return errors ?? nodes(data.overridesUsed);
};

const redeployment = async (more: object = {}) => {
  const { id, version } = await test.create(central, { hostSchoolId: school });
  const personId = await test.tellOf(central.trustId);
  const why = { postEndsOn: '2026-08-31', reason: 'Their school closes.', approvedById: approver };
  return { id, version, personId, ...why, ...more };
};

const published = async () => {
  const person = await test.tellOf(central.trustId);
  const id = await test.published(central, { hostSchoolId: school });
  return { id, person, staff: { ...aMemberOfStaff(central.trustId), personId: person } };
};

describe('the history of an opportunity', () => {
  it('is all of it for those who may offer for its school, the latest first', async () => {
    const { id } = await published();
    await test.amend(central, { id, version: 2, title: 'Lead reading' });
    await test.amend(central, { id, version: 3, closesOn: '2026-05-29' });
    const entries = await history(aHead(central.trustId, school), id);

    expect(entries.map(({ kind }) => kind)).toEqual(['AMENDED', 'CORRECTED', 'MOVED', 'WRITTEN']);
    expect(entries[1]).toEqual({
      ...{ kind: 'CORRECTED', state: 'PUBLISHED', person: null },
      madeBy: { id: central.personId },
      changes: [{ field: 'title', was: 'Lead early reading across three schools' }],
    });
  });

  it('is what was public, without who did it, for applicants and those whom it is for', async () => {
    const { id, staff } = await published();
    const other = aMemberOfStaff(central.trustId);
    await test.amend(central, { id, version: 2, title: 'Lead reading' });

    expect(await kinds(staff, id)).toEqual(['CORRECTED', 'MOVED']);
    expect((await history(staff, id)).map(({ madeBy }) => madeBy)).toEqual([null, null]);
    expect(await kinds(other, id)).toEqual([]);
    await test.apply(other, id);
    expect(await kinds(other, id)).toEqual(['CORRECTED', 'MOVED']);
  });

  it('tells of being told otherwise only the person and those who may offer for the school', async () => {
    const { id, staff, person } = await published();
    const another = await test.tellOf(central.trustId);
    const told = { opportunityId: id, personId: person, toldOn: '2026-05-12', means: 'A letter' };
    await test.logAlternative(central, told);

    expect(await kinds(staff, id)).toEqual(['TOLD_OTHERWISE', 'MOVED']);
    expect(await kinds({ ...staff, personId: another }, id)).toEqual(['MOVED']);
    expect((await history(central, id))[0]).toMatchObject({ person: { id: person } });
  });

  it('is never changed or taken away, nor is what everybody was told or a redeployment', async () => {
    const input = await redeployment();
    await test.redeploy(central, input);
    await published();
    const tables = ['opportunity_entry', 'opportunity_version', 'redeployment'];
    for (const table of tables) {
      for (const sql of [`UPDATE ${table} SET trust_id = trust_id`, `DELETE FROM ${table}`]) {
        const change = test.asOwner(central, (db) => db.rows(sql));
        await expect(change).rejects.toThrow(/only ever added to/);
      }
    }
  });
});

describe('(g) giving somebody named in advance a post', () => {
  it('is done for somebody whose post ends, with a reason and an approver, and is published', async () => {
    const input = await redeployment();

    expect(await test.redeploy(central, input)).toMatchObject({ state: 'FILLED', isOpen: false });
    expect(await kinds(central, String(input.id))).toEqual(['MOVED', 'REDEPLOYED', 'WRITTEN']);
    expect(await overrides(central)).toEqual([
      {
        ...{ kind: 'REDEPLOYMENT', usedOn: '2026-05-12', reason: 'Their school closes.' },
        ...{ endsOn: '2026-08-31', opportunity: { id: input.id } },
        ...{ person: { id: input.personId }, usedBy: { id: central.personId } },
        approvedBy: { id: approver },
      },
    ]);
  });

  it('is known to whom it is done, and of others to nobody outside the school', async () => {
    const input = await redeployment();
    await test.redeploy(central, input);
    const staff = aMemberOfStaff(central.trustId);

    expect(await kinds({ ...staff, personId: input.personId }, String(input.id))).toEqual([
      'REDEPLOYED',
    ]);
    expect(await kinds(staff, String(input.id))).toEqual([]);
  });

  it('is refused where their post does not end, or where others could go for it already', async () => {
    const { id } = await published();
    const late = await redeployment({ postEndsOn: '2027-09-01' });
    const over = await redeployment({ postEndsOn: '2026-05-11' });

    expect(await test.redeploy(central, late)).toMatchObject({ result: 'NotAtRisk' });
    expect(await test.redeploy(central, over)).toMatchObject({ result: 'NotAtRisk' });
    expect(await test.redeploy(central, await redeployment({ id, version: 2 }))).toMatchObject({
      ...{ result: 'IllegalTransition', from: 'PUBLISHED' },
    });
  });

  it('needs somebody of the trust, an approver with the right, and nobody for themself', async () => {
    const elsewhere = test.people.add(newId());
    const self = central.personId;
    for (const wrong of [{ approvedById: self }, { approvedById: elsewhere }, { personId: self }]) {
      const refused = await test.redeploy(central, await redeployment(wrong));
      expect(refused).toMatchObject({ result: 'BAD_USER_INPUT' });
    }
    const stranger = await redeployment({ personId: newId() });
    const theirs = thePeopleTeam(newId());

    expect(await test.redeploy(central, stranger)).toMatchObject({ result: 'NOT_FOUND' });
    const input = await redeployment({ approvedById: test.people.add(theirs.trustId) });
    expect(await test.redeploy(theirs, input)).toMatchObject({ result: 'NOT_FOUND' });
  });

  const place = (opportunityId: unknown, personId: unknown, endsOn = '2026-07-22') =>
    test.within(central, (db) =>
      db.rows(
        `INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, home_school_id,
                                host_school_id, starts_on, ends_on)
         VALUES ($1, gen_random_uuid(), $2, $3, 'ACTING', $4, $4, '2026-05-13', $5)`,
        [central.trustId, opportunityId, personId, school, endsOn],
      ),
    );

  it('is not done by placing them in what was never on offer', async () => {
    const draft = await test.create(central);
    const input = await redeployment();
    await test.redeploy(central, input);

    await expect(place(draft.id, newId())).rejects.toThrow(/never on offer/);
    await expect(place(input.id, newId())).rejects.toThrow(/never on offer/);
    expect(await place(input.id, input.personId)).toEqual([]);
  });

  it('is no way for who approves acting to act, nor to act beyond its end', async () => {
    const acting = { reason: 'The head is ill.', approvedById: approver, endsOn: '2026-07-22' };
    const id = await test.published(central, { kind: 'ACTING', acting });

    await expect(place(id, approver)).rejects.toThrow(/by its approver/);
    await expect(place(id, newId(), '2026-07-23')).rejects.toThrow(/beyond its end/);
    expect(await overrides(central)).toMatchObject([
      { kind: 'ACTING', endsOn: '2026-07-22', approvedBy: { id: approver } },
    ]);
  });
});

describe('overrides used', () => {
  it('are shown with who, when and why, by kind and day, of schools that one answers for', async () => {
    const { id, person } = await published();
    const told = { opportunityId: id, personId: person, toldOn: '2026-05-12', means: 'A letter' };
    await test.logAlternative(central, told);
    const used = { kind: 'TOLD_OTHERWISE', usedOn: '2026-05-12', reason: 'A letter', endsOn: null };

    expect(await overrides(aHead(central.trustId, school))).toEqual([
      {
        ...used,
        ...{ opportunity: { id }, person: { id: person }, approvedBy: null },
        usedBy: { id: central.personId },
      },
    ]);
    expect(await overrides(aHead(central.trustId, newId()))).toEqual([]);
    expect(await overrides(thePeopleTeam(newId()))).toEqual([]);
    expect(await overrides(central, '(kinds: [ACTING])')).toEqual([]);
    expect(await overrides(central, '(since: "2026-05-13")')).toEqual([]);
    expect(await overrides(aMemberOfStaff(central.trustId))).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});
