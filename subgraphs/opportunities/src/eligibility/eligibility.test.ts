import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
});

interface Answered {
  readonly met: boolean;
  readonly reasons: readonly string[];
}

const eligibility = async (viewer: Viewer, opportunityId: string, ...personIds: string[]) => {
  const query = `query ($people: [_Any!]!, $id: ID!) { _entities(representations: $people) {
    ... on Person { eligibility(opportunityId: $id) { met reasons } } } }`;
  const people = personIds.map((id) => ({ __typename: 'Person', id }));
  const { data } = await test.served.ask<{ _entities: { eligibility: Answered | null }[] }>(
    viewer,
    query,
    { people, id: opportunityId },
  );
  return data._entities.map((one) => one.eligibility);
};

/** Facts with these things said of the post. */
const withPost = (post: Partial<StaffFacts['assignments'][number]>, contractType = 'PRM') => {
  const facts = factsAt(newId());
  return {
    ...facts,
    contracts: facts.contracts.map((contract) => ({ ...contract, type: contractType })),
    assignments: facts.assignments.map((one) => ({ ...one, ...post })),
  };
};

const eligibleNow = (opportunityId: string) =>
  test.within(central, (db) =>
    db.rows<{ id: string; joined: boolean }>(
      `SELECT person_id AS id, joined_later AS joined FROM opportunity_eligible
        WHERE trust_id = $1 AND opportunity_id = $2 AND dropped_at IS NULL ORDER BY added_at, id`,
      [trustId, opportunityId],
    ),
  );

describe('whom an opportunity is for', () => {
  it('is all staff by default, and says so', async () => {
    const cook = await test.tellOf(
      trustId,
      withPost({ roleCodes: ['COOK'], staffGroups: ['CATERING'] }),
    );
    const id = await test.published(central);

    expect(await eligibility(central, id, cook)).toEqual([
      { met: true, reasons: ['It is for all staff of the trust.'] },
    ]);
  });

  it('is those of the groups or roles, at the schools, with the subjects and contracts', async () => {
    const school = newId();
    const fits = { schoolId: school, roleCodes: ['TCHR'], subjectCodes: ['MAT'] };
    const people = await Promise.all([
      test.tellOf(trustId, withPost(fits)),
      test.tellOf(trustId, withPost({ ...fits, roleCodes: ['HDT'], staffGroups: ['LEADERSHIP'] })),
      test.tellOf(trustId, withPost({ ...fits, roleCodes: ['TASS'], staffGroups: ['SUPPORT'] })),
      test.tellOf(trustId, withPost({ ...fits, schoolId: newId() })),
      test.tellOf(trustId, withPost({ ...fits, subjectCodes: ['ENG'] })),
      test.tellOf(trustId, withPost(fits, 'TMP')),
    ]);
    const audience = {
      ...{ staffGroups: ['LEADERSHIP'], roleCodes: ['TCHR'], schoolIds: [school] },
      ...{ subjectCodes: ['MAT'], contractTypes: ['PRM'], reason: 'It starts a project there.' },
    };
    const id = await test.published(central, { audience });
    const answers = await eligibility(central, id, ...people);

    expect(answers.map((answer) => answer?.met)).toEqual([true, true, false, false, false, false]);
    expect(answers[2]?.reasons).toEqual([
      'You do not have a post in the staff group leadership, or with the role TCHR.',
      'You have a post at a school that it is for.',
      'You have a post with a subject of MAT.',
      'You have a contract of type PRM.',
      'Whom it is for: It starts a project there.',
    ]);
    expect((await eligibleNow(id)).map((one) => one.id).sort()).toEqual(people.slice(0, 2).sort());
  });

  it('is met by one post that has all, not by several that have each something', async () => {
    const [here, there] = [newId(), newId()];
    const facts = factsAt(here, there);
    const posts = facts.assignments.map((post, index) => ({
      ...post,
      roleCodes: [index === 0 ? 'TCHR' : 'TASS'],
    }));
    const split = await test.tellOf(trustId, { ...facts, assignments: posts });
    const audience = { roleCodes: ['TASS'], schoolIds: [here], reason: 'It is their room.' };
    const id = await test.published(central, { audience });
    const [answer] = await eligibility(central, id, split);

    expect(answer).toMatchObject({ met: false });
    expect(answer?.reasons).toContain(
      'It asks for all of that in one post, and you have it in several.',
    );
  });

  it('is nobody whose posts are over or still to come', async () => {
    const over = await test.tellOf(trustId, withPost({ endsOn: '2026-05-12' }));
    const toCome = await test.tellOf(trustId, withPost({ startsOn: '2026-05-13' }));
    const id = await test.published(central);

    expect(await eligibility(central, id, over, toCome)).toEqual([
      { met: false, reasons: ['You have no post in the trust today.'] },
      { met: false, reasons: ['You have no post in the trust today.'] },
    ]);
  });

  it('cannot be narrowed without a reason for everybody to read', async () => {
    const draft = await test.create(central, { audience: { subjectCodes: ['MAT'] } });
    const id = await test.published(central);
    const narrowed = { id, version: 2, audience: { contractTypes: ['PRM'] } };
    const missing = { result: 'OpportunityNotPublishable', missing: ['audience.reason'] };

    expect(await test.publish(central, draft)).toMatchObject(missing);
    expect(await test.amend(central, narrowed)).toMatchObject(missing);
  });
});

describe('eligibility', () => {
  it('is known to oneself, to those who offer opportunities, and of heads to their schools', async () => {
    const [here, there] = [newId(), newId()];
    const ours = await test.tellOf(trustId, factsAt(here));
    const theirs = await test.tellOf(trustId, factsAt(there));
    const id = await test.published(central);
    const known = async (viewer: Viewer) =>
      (await eligibility(viewer, id, ours, theirs)).map((answer) => answer !== null);

    expect(await known(central)).toEqual([true, true]);
    expect(await known(aHead(trustId, here))).toEqual([true, false]);
    expect(await known(aMemberOfStaff(trustId))).toEqual([false, false]);
    expect(await known({ ...aMemberOfStaff(trustId), personId: ours })).toEqual([true, false]);
    expect(await known(thePeopleTeam(newId()))).toEqual([false, false]);
  });

  it('takes as many statements for fifty people as for one, and none for ids that are none', async () => {
    const people = Array.from({ length: 50 }, () => ({ id: newId(), facts: factsAt(newId()) }));
    await test.tellOfAll(trustId, people);
    const id = await test.published(central);
    const ids = people.map((person) => person.id);
    const asking = (...some: string[]) =>
      test.served.statementsDuring(() => eligibility(central, id, ...some));

    expect(await asking(...ids)).toBe(await asking(newId()));
    expect(await eligibility(central, 'no id', newId())).toEqual([null]);
  });
});

describe('the people whom an opportunity is for', () => {
  it('are kept as they were at publication, joined by those who become eligible meanwhile', async () => {
    const first = await test.tellOf(trustId);
    const id = await test.published(central);
    const second = await test.tellOf(trustId);

    expect(await eligibleNow(id)).toEqual([
      { id: first, joined: false },
      { id: second, joined: true },
    ]);
  });

  it('are not joined by anybody once it is closed', async () => {
    const id = await test.published(central);
    test.clock.set('2026-06-01T09:00:00Z');
    await test.tellOf(trustId);

    expect(await eligibleNow(id)).toEqual([]);
  });

  it('lose those who leave, who join again when they come back', async () => {
    const person = await test.tellOf(trustId);
    const id = await test.published(central);
    await test.tellOf(trustId, { status: 'LEFT', contracts: [], assignments: [] }, person);
    const without = await eligibleNow(id);
    await test.tellOf(trustId, {}, person);

    expect(without).toEqual([]);
    expect(await eligibleNow(id)).toEqual([{ id: person, joined: true }]);
  });

  it('are taken anew when an amendment changes whom it is for', async () => {
    const teacher = await test.tellOf(trustId, withPost({ roleCodes: ['TCHR'] }));
    const assistant = await test.tellOf(trustId, withPost({ roleCodes: ['TASS'] }));
    const audience = { roleCodes: ['TCHR'], reason: 'It is about teaching.' };
    const id = await test.published(central, { audience });
    await test.amend(central, { id, version: 2, audience: { ...audience, roleCodes: ['TASS'] } });

    expect(await eligibleNow(id)).toEqual([{ id: assistant, joined: false }]);
    expect(teacher).not.toBe(assistant);
  });

  it('are taken down in as many statements for a whole trust as for one person', async () => {
    const publishing = async (staff: number) => {
      const team = thePeopleTeam(newId());
      const people = Array.from({ length: staff }, () => ({
        id: newId(),
        facts: factsAt(newId()),
      }));
      if (staff > 0) await test.tellOfAll(team.trustId, people);
      const draft = await test.create(team);
      return test.served.statementsDuring(() => test.publish(team, draft));
    };

    expect(await publishing(900)).toBe(await publishing(1));
  });
});

describe('an old answer', () => {
  it('is explained by the version that everybody was told of, and the posts of its day', async () => {
    const teacher = await test.tellOf(trustId, withPost({ roleCodes: ['TCHR'] }));
    const rule = { roleCodes: ['TCHR'], reason: 'It is about teaching.' };
    const id = await test.published(central, { audience: rule });
    test.clock.set('2026-05-14T09:00:00Z');
    await test.amend(central, { id, version: 2, audience: { ...rule, roleCodes: ['TASS'] } });
    const query = `query ($people: [_Any!]!, $id: ID!, $version: Int) { _entities(representations: $people) {
      ... on Person { eligibility(opportunityId: $id, version: $version) { met asOf ruleVersion reasons } } } }`;
    const later = await test.tellOf(trustId, withPost({ startsOn: '2026-05-14' }));
    const answer = async (version: number | null, person = teacher) => {
      const people = [{ __typename: 'Person', id: person }];
      return (await test.served.ask(central, query, { people, id, version })).data['_entities'];
    };

    expect(await answer(1, later)).toMatchObject([
      { eligibility: { reasons: ['You had no post there on 2026-05-12.'] } },
    ]);
    expect(await answer(1)).toMatchObject([
      { eligibility: { met: true, asOf: '2026-05-12', ruleVersion: 2 } },
    ]);
    expect(await answer(null)).toMatchObject([
      { eligibility: { met: false, asOf: '2026-05-14', ruleVersion: 2 } },
    ]);
    expect(await answer(7)).toEqual([{ eligibility: null }]);
  });
});

describe('trying an audience out', () => {
  const preview = async (viewer: Viewer, rule: object) => {
    const query = `query ($rule: AudienceInput!) { previewAudience(rule: $rule) { eligible leftOut
      byStaffGroup { staffGroup eligible leftOut } byWorkingPattern { workingPattern eligible leftOut } } }`;
    const { data, errors } = await test.served.ask(viewer, query, { rule });
    return errors ?? data['previewAudience'];
  };
  const staff = (count: number, post: Partial<StaffFacts['assignments'][number]>) =>
    test.tellOfAll(
      trustId,
      Array.from({ length: count }, () => ({ id: newId(), facts: withPost(post) })),
    );

  it('says who is in and, by staff group and working pattern, who is left out', async () => {
    await staff(6, { roleCodes: ['TCHR'], staffGroups: ['TEACHING'], fte: 1 });
    await staff(7, { roleCodes: ['TASS'], staffGroups: ['SUPPORT'], fte: 0.6 });

    expect(await preview(aHead(trustId, newId()), { roleCodes: ['TCHR'] })).toEqual({
      ...{ eligible: 6, leftOut: 7 },
      byStaffGroup: [
        { staffGroup: 'SUPPORT', eligible: 0, leftOut: 7 },
        { staffGroup: 'TEACHING', eligible: 6, leftOut: 0 },
      ],
      byWorkingPattern: [
        { workingPattern: 'PART_TIME', eligible: 0, leftOut: 7 },
        { workingPattern: 'FULL_TIME', eligible: 6, leftOut: 0 },
      ],
    });
  });

  it('tells no number below five', async () => {
    await staff(20, { staffGroups: ['TEACHING'] });
    await staff(4, { staffGroups: ['SITE'] });

    expect(await preview(central, { staffGroups: ['TEACHING'] })).toMatchObject({
      ...{ eligible: null, leftOut: null },
      byStaffGroup: [
        { staffGroup: 'SITE', eligible: null, leftOut: null },
        { staffGroup: 'TEACHING', eligible: null, leftOut: null },
      ],
    });
  });

  it('is for those who may publish', async () => {
    const viewer = aViewer({ trustId, scopes: ['opportunity:read'] });

    expect(await preview(viewer, {})).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
