import { beforeAll, describe, expect, it } from '@jest/globals';
import { anEvent } from '@trellis/events/testing/test-worker';
import { RosterService } from '@trellis/staff-roster/roster.service';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();

/** A trust with its staff, three in a school of their own, and somebody among them. */
interface Trust {
  readonly team: Viewer;
  readonly somebody: string;
}

async function aTrustOf(staff: number): Promise<Trust> {
  const team = thePeopleTeam(newId());
  const schools = Array.from({ length: Math.ceil(staff / 120) }, () => newId());
  const people = Array.from({ length: staff }, (_, index) => ({
    ...{ id: newId(), version: 1, mergedIntoId: null },
    facts: factsAt(schools[index % schools.length] ?? newId()),
  }));
  await test.within(team, async (db) => {
    const roster = new RosterService(db);
    for (let from = 0; from < staff; from += 2_000) {
      await roster.keep(team, people.slice(from, from + 2_000));
    }
  });
  return { team, somebody: String(people[0]?.id) };
}

const reach = `query ($id: ID!) { opportunity(id: $id) {
  reach { eligible told unreached(first: 100) { edges { node { reasons } } } }
  fairnessWindow { earliestDecisionOn blockers { code people } } } }`;

/** What the people team, a front end and others ask for again and again. */
const ofAllUsers = {
  openAcrossTrust: `{ openAcrossTrust(first: 25) { totalCount edges { node { title state
    fairnessWindow { earliestDecisionOn blockers { code } } reach { told } } } } }`,
  overridesUsed: '{ overridesUsed(first: 25) { totalCount edges { node { reason } } } }',
  feedbackOwed: '{ feedbackOwed(first: 25) { totalCount edges { node { id } } } }',
  history: 'query ($id: ID!) { opportunity(id: $id) { history { edges { node { kind } } } } }',
  viewer: `{ _entities(representations: [{ __typename: "Viewer", id: "me" }]) { ... on Viewer {
    opportunities(first: 25) { edges { node { opportunity { title } eligibility { met } } } }
    applications(first: 25) { totalCount } } } }`,
};

async function dayBegins({ trustId }: Viewer): Promise<void> {
  const data = { day: '2026-05-12' };
  const event = { trustId, type: 'roster.day_began', aggregateId: trustId, sequence: 1, data };
  await test.worker.bring(
    ...([test.served.url, 'opportunities', 'opportunities', [anEvent(event)]] as const),
  );
}

/** How many statements each of the questions takes that concern a whole trust. */
async function statementsIn({ team, somebody }: Trust) {
  const { served } = test;
  const draft = await test.create(team);
  const counts: Record<string, number> = {};
  counts['publish'] = await served.statementsDuring(() => test.publish(team, draft));
  const id = draft.id;
  const ask = (query: string, variables: object) =>
    served.statementsDuring(async () => {
      const { errors } = await served.ask(team, query, { ...variables });
      expect(errors).toBeUndefined();
    });
  counts['preview'] = await ask(
    '{ previewAudience(rule: { roleCodes: ["TCHR"] }) { eligible leftOut byStaffGroup { eligible } } }',
    {},
  );
  counts['reach'] = await ask(reach, { id });
  counts['opportunitiesFor'] = await ask(
    `query ($personId: ID!) { opportunitiesFor(personId: $personId) { totalCount
       edges { node { opportunity { title } eligibility { met } matches } } } }`,
    { personId: somebody },
  );
  for (const [name, query] of Object.entries(ofAllUsers)) counts[name] = await ask(query, { id });
  counts['a day'] = await served.statementsDuring(() => dayBegins(team));
  counts['amend'] = await served.statementsDuring(() =>
    test.amend(team, { id, version: 2, closesOn: '2026-05-29' }),
  );
  return counts;
}

describe('a trust of 12,000 staff', () => {
  let large: Trust;
  let small: Trust;

  beforeAll(async () => {
    large = await aTrustOf(12_000);
    small = await aTrustOf(1);
  }, 120_000);

  it('takes as many statements as one of one, for whatever is asked of an opportunity or done with it', async () => {
    const counts = await statementsIn(large);

    expect(counts).toEqual(await statementsIn(small));
    expect(Math.max(...Object.values(counts))).toBeLessThan(40);
    const [kept] = await test.within(large.team, (db) =>
      db.rows<{ asked: number }>('SELECT count(*)::integer AS asked FROM opportunity_notice'),
    );
    expect(kept?.asked).toBe(24_000);
  }, 120_000);
});
