import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, headViewer, staffViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

/** Each way in which a person can be read, so that no way forgets the reach. */
async function seen(viewer: Viewer, { id }: { readonly id: string }, trust: TestTrust) {
  const byId = await people.served.ask(viewer, 'query ($id: ID!) { person(id: $id) { id } }', {
    id,
  });
  const byReference = await people.data<{ _entities: unknown[] }>(
    viewer,
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { name } } }',
    { of: [{ __typename: 'Person', id }] },
  );
  const list = `edges { node { id } }`;
  const { people: listed, schools } = await people.data<{
    people: List;
    schools: { edges: { node: { staff: List } }[] };
  }>(
    viewer,
    `query ($activeOn: Date) { people(first: 100, filter: { activeOn: $activeOn }) { ${list} }
       schools { edges { node { staff(first: 100, filter: { activeOn: $activeOn }) { ${list} } } } } }`,
    { activeOn: whenInPost.get(id) },
  );
  const atSchools = schools.edges.flatMap(({ node }) => ids(node.staff));
  expect(schools.edges).toHaveLength(trust.schools.length);
  const ways = [
    byId.errors === undefined,
    byReference._entities[0] !== null,
    ids(listed).includes(id),
    atSchools.includes(id),
  ];
  expect(new Set(ways).size).toBe(1);
  return ways[0];
}

interface List {
  readonly edges: { readonly node: { readonly id: string } }[];
}

const ids = ({ edges }: List) => edges.map(({ node }) => node.id);

/** A day on which somebody was in post who is not today. */
const whenInPost = new Map<string, string>();

describe('a member of staff', () => {
  it('sees themselves, and not a colleague at the same school', async () => {
    const trust = await people.trust();
    const [me, colleague] = [await people.hire(trust), await people.hire(trust)];
    const viewer = staffViewer(trust, me.id);

    expect(await seen(viewer, me, trust)).toBe(true);
    expect(await seen(viewer, colleague, trust)).toBe(false);
  });

  it('sees their reports and their own line manager, today’s alone', async () => {
    const trust = await people.trust();
    const [boss, me, report, former] = await Promise.all(
      Array.from({ length: 4 }, () => people.hire(trust)),
    );
    if (!boss || !me || !report || !former) throw new Error('four were hired');
    await people.manage(trust, boss.id, [me.id]);
    await people.manage(trust, me.id, [report.id]);
    await people.manage(trust, me.id, [former.id], { endsOn: day(0) });
    const viewer = staffViewer(trust, me.id);

    expect(await seen(viewer, boss, trust)).toBe(true);
    expect(await seen(viewer, report, trust)).toBe(true);
    expect(await seen(viewer, former, trust)).toBe(false);
    expect(await seen(staffViewer(trust, boss.id), report, trust)).toBe(false); // two levels down
  });

  it('sees no further along the line of managers from somebody in reach', async () => {
    const trust = await people.trust();
    const [top, boss, me, fellow, below] = await Promise.all(
      Array.from({ length: 5 }, async () => (await people.hire(trust)).id),
    );
    await people.manage(trust, top ?? '', [boss ?? '']);
    await people.manage(trust, boss ?? '', [me ?? '']);
    await people.manage(trust, fellow ?? '', [below ?? '']);
    await people.network(trust, [me ?? '', fellow ?? ''], {});
    const query = `query ($fellow: ID!) {
      viewer { person { manager { id manager { id } } reports { totalCount } } }
      person(id: $fellow) { manager { id } reports { totalCount edges { node { id } } } } }`;

    expect(await people.data(staffViewer(trust, me ?? ''), query, { fellow })).toEqual({
      viewer: { person: { manager: { id: boss, manager: null }, reports: { totalCount: 0 } } },
      person: { manager: null, reports: { totalCount: 0, edges: [] } },
    });
  });

  it('sees those of the networks to which both belong', async () => {
    const trust = await people.trust();
    const [me, fellow, left] = [
      await people.hire(trust),
      await people.hire(trust),
      await people.hire(trust),
    ];
    await people.network(trust, [me.id, fellow.id], {});
    await people.network(trust, [me.id, left.id], { leftOn: day(0) });

    expect(await seen(staffViewer(trust, me.id), fellow, trust)).toBe(true);
    expect(await seen(staffViewer(trust, me.id), left, trust)).toBe(false);
    expect(await seen(staffViewer(trust, left.id), me, trust)).toBe(false);
  });
});

describe('a head', () => {
  it('sees who works at their schools, is to, or did less than a year ago', async () => {
    const trust = await people.trust('Mine', 'Other');
    const me = await people.hire(trust);
    const hire = (startsOn: string, endsOn: string | null, school = 0) =>
      people.hire(trust, { contract: { startsOn, endsOn }, posts: [{ school }] });
    const starter = await hire(day(20), null);
    const leaver = await hire(day(-700), day(-360));
    const longGone = await hire(day(-700), day(-370));
    const elsewhere = await hire(day(-700), null, 1);
    whenInPost.set(starter.id, day(20));
    whenInPost.set(leaver.id, day(-500));
    whenInPost.set(longGone.id, day(-500));
    const viewer = headViewer(trust, me.id, 0);

    expect(await seen(viewer, starter, trust)).toBe(true);
    expect(await seen(viewer, leaver, trust)).toBe(true);
    expect(await seen(viewer, longGone, trust)).toBe(false);
    expect(await seen(viewer, elsewhere, trust)).toBe(false);
    expect(await seen(trust.central, longGone, trust)).toBe(true);
  });

  it('sees somebody of two schools, with the posts at both', async () => {
    const trust = await people.trust('Mine', 'Other');
    const shared = await people.hire(trust, {
      posts: [
        { school: 0, fte: 0.6 },
        { school: 1, fte: 0.4, isPrimary: false },
      ],
    });
    const heads = [headViewer(trust, shared.id, 0), headViewer(trust, shared.id, 1)];
    const query = `{ person(id: "${shared.id}") { assignments { school { name } fte } } }`;

    for (const head of heads) {
      const { person } = await people.data<{ person: { assignments: unknown[] } }>(head, query);
      expect(person.assignments).toHaveLength(2);
    }
  });
});

describe('what is between a person and their employer', () => {
  const query = 'query ($id: ID!) { person(id: $id) { trn contracts { startsOn } } }';

  it('is seen by the person, their line manager and their head, and not in a network', async () => {
    const trust = await people.trust();
    const [person, fellow, boss] = [
      await people.hire(trust, { trn: '0123456' }),
      await people.hire(trust),
      await people.hire(trust),
    ];
    await people.network(trust, [fellow.id, person.id], {});
    await people.manage(trust, boss.id, [person.id]);
    const whole = { person: { trn: '0123456', contracts: [{ startsOn: day(-1000) }] } };
    const viewers = [
      staffViewer(trust, person.id),
      staffViewer(trust, boss.id),
      headViewer(trust, fellow.id, 0),
      trust.central,
    ];

    for (const viewer of viewers) {
      expect(await people.data(viewer, query, { id: person.id })).toEqual(whole);
    }
    const asFellow = await people.data(staffViewer(trust, fellow.id), query, { id: person.id });
    expect(asFellow).toEqual({ person: { trn: null, contracts: null } });
  });
});

describe('a caller without staff:read', () => {
  it('sees nobody, not even by reference', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const viewer = aViewer({ trustId: trust.id, allPlaces: true, scopes: ['trust:read'] });

    for (const query of [`{ person(id: "${id}") { id } }`, '{ people { totalCount } }']) {
      expect(await people.codes(viewer, query)).toEqual(['FORBIDDEN']);
    }
    const reference = `{ _entities(representations: [{ __typename: "Person", id: "${id}" }]) {
      ... on Person { name } } }`;
    expect(await people.data(viewer, reference)).toEqual({ _entities: [null] });
  });

  it('is an API key without a school: it sees nobody', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const viewer = aViewer({ trustId: trust.id, personId: null, scopes: ['staff:read'] });

    expect(await people.codes(viewer, `{ person(id: "${id}") { id } }`)).toEqual(['NOT_FOUND']);
    expect(await people.data(viewer, '{ people { totalCount } }')).toEqual({
      people: { totalCount: 0 },
    });
  });
});
