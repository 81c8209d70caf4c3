import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { matchReasons } from './match-reasons.ts';

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

const fields = `totalCount pageInfo { hasNextPage endCursor }
  edges { node { opportunity { title } eligibility { met reasons } matches } }`;

interface Answer {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly edges: readonly {
    readonly node: {
      readonly opportunity: { readonly title: string };
      readonly eligibility: { readonly met: boolean; readonly reasons: readonly string[] };
      readonly matches: readonly string[];
    };
  }[];
}

const ask = (viewer: Viewer, personId: string, more: object = {}) =>
  test.served.ask<{ opportunitiesFor: Answer }>(
    viewer,
    `query ($personId: ID!, $isEligible: Boolean! = true, $first: Int, $after: String) {
       opportunitiesFor(personId: $personId, isEligible: $isEligible, first: $first, after: $after) { ${fields} } }`,
    { personId, ...more },
  );
const titlesFor = async (viewer: Viewer, personId: string, more: object = {}) => {
  const { data } = await ask(viewer, personId, more);
  return data.opportunitiesFor.edges.map(({ node }) => node.opportunity.title);
};
const codeFor = async (viewer: Viewer, personId: string) =>
  (await ask(viewer, personId)).errors?.[0]?.extensions['code'];

const forAssistants = { audience: { roleCodes: ['TASS'], reason: 'It builds on their work.' } };

describe('opportunities for somebody', () => {
  it('are those open now that are meant for them, the earliest closing first, with reasons', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { title: 'late', closesOn: '2026-06-30' });
    await test.published(central, {
      ...{ title: 'here', hostSchoolId: school },
      audience: { staffGroups: ['TEACHING'], reason: 'It is about teaching.' },
      terms: { flexibleWorking: 'Three days a week.', lineManages: false },
    });
    await test.published(central, { title: 'for assistants', ...forAssistants });
    await test.published(central, { title: 'to come', opensOn: '2026-05-20' });
    await test.create(central, { title: 'draft' });
    const { data } = await ask(central, person);

    expect(data.opportunitiesFor.edges.map(({ node }) => node)).toEqual([
      {
        opportunity: { title: 'here' },
        eligibility: {
          met: true,
          reasons: [
            'You have a post in the staff group teaching.',
            'Whom it is for: It is about teaching.',
          ],
        },
        matches: [
          'It is at a school at which you work.',
          'It names your staff group: teaching.',
          'You work part-time, and it is flexible: Three days a week.',
          'It does not ask you to line-manage others.',
        ],
      },
      {
        opportunity: { title: 'late' },
        eligibility: { met: true, reasons: ['It is for all staff of the trust.'] },
        matches: [],
      },
    ]);
  });

  it('tell of what is not meant for them why it is not', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { title: 'for all' });
    await test.published(central, { title: 'for assistants', ...forAssistants });
    const { data } = await ask(central, person, { isEligible: false });

    expect(data.opportunitiesFor.edges).toMatchObject([
      { node: { opportunity: { title: 'for assistants' }, eligibility: { met: false } } },
    ]);
  });

  it('are open to somebody in two staff groups through either, once', async () => {
    const midday = factsAt(school, school);
    const [first, second] = midday.assignments;
    if (!first || !second) throw new Error('two posts');
    const posts = [
      { ...first, roleCodes: ['MDSV'], staffGroups: ['MIDDAY'] },
      { ...second, roleCodes: ['TASS'], staffGroups: ['SUPPORT'] },
    ];
    const person = await test.tellOf(trustId, { ...midday, assignments: posts });
    const to = (staffGroups: string[]) => ({ audience: { staffGroups, reason: 'Theirs.' } });
    await test.published(central, { title: 'either', ...to(['MIDDAY', 'SUPPORT']) });
    await test.published(central, { title: 'support', ...to(['SUPPORT']) });
    await test.published(central, { title: 'teaching', ...to(['TEACHING']) });

    expect((await titlesFor(central, person)).sort()).toEqual(['either', 'support']);
  });

  it('are for oneself, for one’s line manager and for those who offer to their schools to know', async () => {
    const manager = aMemberOfStaff(trustId);
    const former = aMemberOfStaff(trustId);
    const managers = [
      { personId: String(manager.personId), startsOn: '2025-09-01', endsOn: null },
      { personId: String(former.personId), startsOn: '2024-09-01', endsOn: '2025-09-01' },
    ];
    const person = await test.tellOf(trustId, { ...factsAt(school), managers });
    await test.published(central, { title: 'for all' });
    const self = { ...aMemberOfStaff(trustId), personId: person };

    expect(await titlesFor(self, person)).toEqual(['for all']);
    expect(await titlesFor(manager, person)).toEqual(['for all']);
    expect(await titlesFor(aHead(trustId, school), person)).toEqual(['for all']);
    expect(await titlesFor(central, person)).toEqual(['for all']);
    expect(await codeFor(former, person)).toBe('NOT_FOUND');
    expect(await codeFor(aHead(trustId, newId()), person)).toBe('NOT_FOUND');
    expect(await codeFor(aMemberOfStaff(trustId), person)).toBe('NOT_FOUND');
    expect(await codeFor(aMemberOfStaff(trustId), newId())).toBe('NOT_FOUND');
    expect(await codeFor(aMemberOfStaff(trustId), 'no id')).toBe('NOT_FOUND');
  });

  it('are nobody’s in another trust', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central);

    expect(await titlesFor(thePeopleTeam(newId()), person)).toEqual([]);
  });

  it('come in pages, with as many statements for many as for one', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central, { title: 'one', closesOn: '2026-05-21' });
    const asking = () => test.served.statementsDuring(() => ask(central, person));
    const forOne = await asking();
    await test.published(central, { title: 'two', closesOn: '2026-05-22' });
    await test.published(central, { title: 'three', closesOn: '2026-05-23' });
    const { data } = await ask(central, person, { first: 2 });
    const { pageInfo, totalCount } = data.opportunitiesFor;

    expect(await asking()).toBe(forOne);
    expect([totalCount, pageInfo.hasNextPage]).toEqual([3, true]);
    expect(await titlesFor(central, person, { first: 2, after: pageInfo.endCursor })).toEqual([
      'three',
    ]);
  });

  it('show with each person, to those who may know', async () => {
    const person = await test.tellOf(trustId, factsAt(school));
    await test.published(central);
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) {
      ... on Person { opportunities { totalCount } } } }`;
    const people = [{ __typename: 'Person', id: person }];
    const seen = async (viewer: Viewer) =>
      (await test.served.ask(viewer, query, { people })).data['_entities'];

    expect(await seen({ ...aMemberOfStaff(trustId), personId: person })).toEqual([
      { opportunities: { totalCount: 1 } },
    ]);
    expect(await seen(aMemberOfStaff(trustId))).toEqual([{ opportunities: null }]);
  });
});

interface Open {
  readonly edges: readonly { readonly node: { readonly title: string } }[];
}

describe('what is open across the trust', () => {
  const open = async (viewer: Viewer, filter: object = {}) => {
    const { data } = await test.served.ask<{ openAcrossTrust: Open }>(
      viewer,
      `query ($filter: OpenAcrossTrustFilter) { openAcrossTrust(filter: $filter) {
         totalCount edges { node { title } } } }`,
      { filter },
    );
    return data.openAcrossTrust.edges.map(({ node }) => node.title);
  };
  const to = (rule: object) => ({ audience: { ...rule, reason: 'Said.' } });

  it('is filtered by kind, school, subject, staff group and closing day', async () => {
    await test.tellOf(trustId, factsAt(school));
    const teacher = aMemberOfStaff(trustId);
    const early = { title: 'visit', kind: 'VISIT', hostSchoolId: school, closesOn: '2026-05-15' };
    await test.published(central, early);
    await test.published(central, { title: 'maths', ...to({ subjectCodes: ['MAT'] }) });
    await test.published(central, { title: 'teachers', ...to({ roleCodes: ['TCHR'] }) });
    await test.published(central, { title: 'site', ...to({ staffGroups: ['SITE'] }) });
    await test.create(central, { title: 'draft' });
    const titles = async (filter: object) => (await open(teacher, filter)).sort();

    expect(await titles({})).toEqual(['maths', 'site', 'teachers', 'visit']);
    expect(await titles({ kinds: ['VISIT'] })).toEqual(['visit']);
    expect(await titles({ hostSchoolId: school })).toEqual(['visit']);
    expect(await titles({ subjectCode: 'PHY' })).toEqual(['site', 'teachers', 'visit']);
    expect(await titles({ staffGroup: 'SITE' })).toEqual(['maths', 'site', 'visit']);
    expect(await titles({ staffGroup: 'TEACHING' })).toEqual(['maths', 'teachers', 'visit']);
    expect(await titles({ closesBefore: '2026-05-16' })).toEqual(['visit']);
    expect(await titles({ closesBefore: '2026-05-15' })).toEqual([]);
  });

  it('is nothing of another trust’s', async () => {
    await test.published(central);

    expect(await open(thePeopleTeam(newId()))).toEqual([]);
  });
});

describe('why something may suit somebody', () => {
  it('names the subject that both have', () => {
    const rule = {
      version: 2,
      staffGroups: [],
      roleCodes: [],
      schoolIds: [],
      contractTypes: [],
      credentialKinds: [],
    };
    const offer = {
      audience: { ...rule, subjectCodes: ['MAT', 'PHY'], reason: 'They are taught.' },
      terms: {
        ...{ payFromPence: null, payToPence: null, hoursPerWeek: null, flexibleWorking: null },
        ...{ place: null, teaches: null, lineManages: null, responsibility: null, criteria: [] },
      },
      hostSchoolId: null,
    };
    const facts = { schoolIds: [], staffGroups: [], subjectCodes: ['PHY'], isPartTime: true };

    expect(matchReasons(offer, facts)).toEqual(['It names your subject: PHY.']);
  });
});
