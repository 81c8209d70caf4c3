import { beforeAll, describe, expect, it } from '@jest/globals';
import { RosterService } from '@trellis/staff-roster/roster.service';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

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

const field = `query ($id: ID!) { opportunity(id: $id) {
  places { accepted } reasonsNotApplied { people }
  preparationOffers { edges { node { taken participants(first: 100) { totalCount } } } }
  applications(first: 100) { totalCount edges { node {
    answers { text } steps { state } explanation { reasons } feedback { text } } } }
  panel { members { person { id } }
    candidates(first: 100) { totalCount edges { node { answers { text } person { id } } } } } } }`;

/** As many of the trust have applied as it has staff, and are laid before a panel. */
async function manyApply({ trustId }: Viewer, id: string): Promise<void> {
  await asSuperuser(test.served.database.name, async (client) => {
    await client.query("SET session_replication_role = 'replica'"); // beside what only days bring about
    const values = [trustId, id];
    await client.query(
      `INSERT INTO application (trust_id, id, opportunity_id, person_id, state, submitted_at, version)
       SELECT trust_id, gen_random_uuid(), $2, id, 'SUBMITTED', now(), 1 FROM roster_person
        WHERE trust_id = $1 AND NOT EXISTS (SELECT 1 FROM application AS a WHERE a.person_id = roster_person.id)`,
      values,
    );
    await client.query(
      `INSERT INTO panel (trust_id, opportunity_id, scoring_from) VALUES ($1, $2, now())`,
      values,
    );
    await client.query(
      `WITH drawn AS (SELECT a.*, gen_random_uuid() AS drawn_id FROM application AS a
                       WHERE trust_id = $1 AND opportunity_id = $2),
            laid AS (INSERT INTO candidate (trust_id, id, opportunity_id)
                     SELECT trust_id, drawn_id, opportunity_id FROM drawn)
       INSERT INTO candidate_person (trust_id, candidate_id, application_id, person_id)
       SELECT trust_id, drawn_id, id, person_id FROM drawn`,
      values,
    );
    await client.query('ANALYZE application, candidate, candidate_person');
  });
}

/** The same of what concerns applying, where everybody applies. */
async function statementsOfApplying({ team, somebody }: Trust) {
  const { served } = test;
  const id = await test.published(team);
  const person = { ...aMemberOfStaff(team.trustId), personId: somebody };
  const counts: Record<string, number> = {};
  const change = async (viewer: Viewer, mutation: string, input: object, type?: string) => {
    const during = async () => {
      const { result } = await test.mutate(viewer, mutation, input, '__typename', type);
      expect(result).not.toMatch(/^[A-Z_]+$/); // no fault
    };
    counts[mutation] = await served.statementsDuring(during);
  };
  const offer = { opportunityId: id, kind: 'CV_HELP', title: 'An hour' };
  const { id: offerId } = await test.mutate(
    team,
    'offerPreparation',
    offer,
    '... on PreparationOffer { id }',
  );
  await change(person, 'takePreparationPlace', { offerId }, 'PreparationPlaceInput!');
  await change(person, 'sayWhyNotApplying', { opportunityId: id, reason: 'COVER' });
  await change(person, 'saveApplicationDraft', { opportunityId: id, statement: 'So far.' });
  await change(person, 'applyForOpportunity', { opportunityId: id });
  await manyApply(team, id);
  const started = performance.now();
  counts['field'] = await served.statementsDuring(async () => {
    expect((await served.ask(team, field, { id })).errors).toBeUndefined();
  });
  return { counts, milliseconds: performance.now() - started };
}

describe('applying, in a trust of 12,000 staff', () => {
  let large: Trust;
  let small: Trust;

  beforeAll(async () => {
    large = await aTrustOf(12_000);
    small = await aTrustOf(1);
  }, 120_000);

  it('takes as many statements where all of its staff apply as where one does', async () => {
    const { counts, milliseconds } = await statementsOfApplying(large);

    expect(counts).toEqual((await statementsOfApplying(small)).counts);
    expect(Math.max(...Object.values(counts))).toBeLessThan(20);
    expect(milliseconds).toBeLessThan(5_000); // a page of 100 of 12,000; far less by itself
  }, 120_000);
});
