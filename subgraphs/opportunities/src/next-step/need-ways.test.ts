import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;
let school: string;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
  school = test.people.add(trustId);
});

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on NeedWays { opportunities(first: 5) { edges { node { opportunity { title } } } } } } }`;

interface Ways {
  readonly opportunities: {
    readonly edges: readonly {
      readonly node: { readonly opportunity: { readonly title: string } };
    }[];
  } | null;
}

/** Titles of what could close each of the needs of somebody. */
async function titlesOf(viewer: Viewer, personId: string, ...needs: readonly string[]) {
  const representations = needs.map((need) => ({ __typename: 'NeedWays', personId, need }));
  const { data, errors } = await test.served.ask<{ _entities: readonly Ways[] }>(viewer, query, {
    representations,
  });
  expect(errors).toBeUndefined();
  return data._entities.map(
    ({ opportunities }) =>
      opportunities && opportunities.edges.map(({ node }) => node.opportunity.title),
  );
}

describe('what could close a need of somebody’s next step', () => {
  it('is what is open and meant for them, of a kind by which one gets it', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { kind: 'VISIT', title: 'A visit' });
    await test.published(central, { kind: 'SPECIALIST_ROLE', title: 'A role' });
    await test.published(central, {
      ...{ kind: 'SPECIALIST_ROLE', title: 'For assistants' },
      audience: { roleCodes: ['TASS'], reason: 'It builds on their work.' },
    });
    const me = { ...aMemberOfStaff(trustId), personId: person };

    expect(await titlesOf(me, person, 'PLACEMENT', 'EXPERIENCE', 'CREDENTIAL', 'WEALTH')).toEqual([
      ...[['A visit'], ['A role'], [], []],
    ]);
  });

  it('is known to whoever may know what they could go for, and to no other trust', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { kind: 'VISIT', title: 'A visit' });

    expect(await titlesOf(central, person, 'PLACEMENT')).toEqual([['A visit']]);
    const colleague = await test.tellOf(trustId, factsAt(school));
    const other = { ...aMemberOfStaff(trustId), personId: colleague };
    expect(await titlesOf(other, person, 'PLACEMENT')).toEqual([null]);
    expect(await titlesOf(thePeopleTeam(newId()), person, 'PLACEMENT')).toEqual([[]]);
  });

  it('is read with as many statements for three needs as for one', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { kind: 'VISIT', title: 'A visit' });
    const me = { ...aMemberOfStaff(trustId), personId: person };
    const during = (...needs: readonly string[]) =>
      test.served.statementsDuring(() => titlesOf(me, person, ...needs));

    const one = await during('PLACEMENT');
    expect(await during('PLACEMENT', 'PLACEMENT', 'PLACEMENT')).toBe(one);
  });
});
