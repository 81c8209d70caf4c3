import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import fc from 'fast-check';
import type { Client } from 'pg';
import { TestChoosing } from './choosing.testing.ts';
import { Life } from './life.testing.ts';
import { TestPanel } from './panel/testing.ts';
import { type Outcome, TestOpportunities } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);

/** Another one each day; the title of the test says which, and SEED plays one again. */
const seed = Number(process.env['SEED'] ?? Math.floor(Date.now() / 86_400_000));

const ways = [
  'inviteToInterview',
  'waitlistApplication',
  'turnDownApplication',
  'offerPlace',
] as const;

/** What others than its author may do to a draft, of which they know nothing. */
const beforehand = [
  'publish',
  'join',
  'leave',
  'pass',
  'apply',
  'moveOn',
  'places',
  'withdrawIt',
  'end',
];

/** A refusal explains itself, and so does a fault; a defect does neither. */
function explained(outcome: Outcome): Outcome {
  if (outcome.result === 'INTERNAL_SERVER_ERROR') throw new Error('it broke instead of refusing');
  return outcome;
}

/** What may be done to an opportunity, in any order. */
const steps: Readonly<Record<string, (life: Life, n: number) => unknown>> = {
  publish: (life) => life.publish(),
  amend: (life, n) => life.amend(n % 2 === 0),
  join: (life) => life.joins(),
  leave: (life, n) => life.leaves(n),
  reach: (life, n) => life.reach([n]),
  reachAll: (life) => life.reachAll(),
  bounce: (life, n) => life.bounces(n),
  tellOtherwise: (life, n) => life.toldOtherwise(n),
  pass: (life, n) => life.pass(1 + (n % 20)),
  apply: async (life, n) => {
    const { result } = explained(await test.apply(life.viewerOf(n), life.id));
    if (result === 'Application') life.applicants.add(life.viewerOf(n));
  },
  withdraw: async (life, n) => {
    const applicant = life.applicant(n);
    const own = applicant && (await choosing.seen(applicant, life.id)).own;
    if (own) explained(await test.withdraw(applicant, own));
  },
  shortlist: async (life) => explained(await life.move('SHORTLISTING')),
  decide: async (life) => explained(await life.move('DECIDING')),
  reopen: async (life) => explained(await life.move('REOPENED')),
  withdrawIt: async (life, n) => n % 5 === 0 && explained(await life.move('WITHDRAWN')),
  end: async (life, n) =>
    explained(await life.move(['FILLED', 'PART_FILLED', 'UNFILLED'][n % 3] ?? 'FILLED')),
  panel: (life) => appoint(life),
  score: (life) => score(life),
  lock: (life, n) => lock(life, 1 + (n % 3)),
  choose: (life, n) => choose(life, life.applicant(n), ways[n % ways.length] ?? 'offerPlace'),
  answer: (life, n) =>
    answer(life, life.applicant(n), n % 3 === 0 ? 'declineOffer' : 'acceptOffer'),
  feedback: (life, n) => tellWhy(life, life.applicant(n)),
  places: async (life, n) => {
    const input = { opportunityId: life.id, places: 1 + (n % 3) };
    explained(await test.mutate(life.central, 'setPlaces', input, '... on Opportunity { id }'));
  },
};

async function appoint(life: Life): Promise<void> {
  const { id: opportunityId, central, members } = life;
  const memberIds = members.map(({ personId }) => personId);
  explained(await panels.appoint(central, { opportunityId, memberIds }));
  for (const member of members) {
    explained(await panels.declare(member, { opportunityId, personIds: [] }));
  }
  explained(await panels.start(central, { opportunityId }));
}

async function score({ id, members: [first, second], central }: Life): Promise<void> {
  if ((await panels.seenBy(central, id)) === null) return;
  for (const [index, candidate] of (await panels.candidates(first ?? central, id)).entries()) {
    for (const member of [first, second]) {
      const input = { candidateId: candidate.id, points: [index % 3] };
      explained(await panels.score(member ?? central, input));
    }
  }
}

async function lock(life: Life, places: number): Promise<void> {
  const { result } = explained(await panels.lock(life.central, { opportunityId: life.id, places }));
  if (result === 'Panel') life.decided('the lock');
}

async function choose(life: Life, applicant: Viewer | undefined, mutation: (typeof ways)[number]) {
  if (!applicant) return;
  const days = mutation === 'offerPlace' && { startsOn: '2024-09-01', endsOn: '2025-04-01' };
  const more = { as: life.central, ...days };
  const { result } = explained(await choosing.on(applicant, life.id, mutation, more));
  if (result === 'Application') life.decided(mutation);
}

async function answer(
  { id }: Life,
  applicant: Viewer | undefined,
  mutation: 'acceptOffer' | 'declineOffer',
) {
  if (applicant) explained(await choosing.on(applicant, id, mutation));
}

async function tellWhy({ id, central }: Life, applicant: Viewer | undefined) {
  if (applicant) explained(await choosing.tellWhy(applicant, id, central));
}

/** What must be true of the rows, whatever was done; the name of each that is not. */
async function broken(client: Client, { id, trustId, people }: Life): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(rulesSql, [trustId, id]);
  const eligible = await client.query<{ id: string }>(
    `SELECT person_id AS id FROM opportunity_eligible
      WHERE trust_id = $1 AND opportunity_id = $2 AND dropped_at IS NULL`,
    [trustId, id],
  );
  const expected = people.flatMap(({ isEligible, viewer }) =>
    isEligible ? [viewer.personId] : [],
  );
  const kept = eligible.rows.map((row) => row.id);
  const isKept = (await isPublished(client, id)) ? same(kept, expected) : kept.length === 0;
  return [...rows.map(({ name }) => name), ...(isKept ? [] : ['somebody eligible is skipped'])];
}

const same = (some: readonly unknown[], others: readonly unknown[]) =>
  JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());

async function isPublished(client: Client, id: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM opportunity WHERE id = $1 AND told_version > 0';
  return (await client.query(sql, [id])).rowCount === 1;
}

const ended = "('FILLED', 'PART_FILLED', 'UNFILLED')";
const rulesSql = `
  WITH o AS (SELECT * FROM opportunity WHERE trust_id = $1 AND id = $2),
       a AS (SELECT * FROM application WHERE trust_id = $1 AND opportunity_id = $2)
  SELECT 'somebody is not told' AS name FROM opportunity_eligible AS e, o
   WHERE e.trust_id = $1 AND e.opportunity_id = $2 AND e.dropped_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM opportunity_notice AS n WHERE n.trust_id = $1 AND n.opportunity_id = $2
            AND n.version = o.told_version AND n.person_id = e.person_id)
  UNION ALL
  SELECT 'an application is kept from the panel' FROM a
    JOIN panel AS p ON p.trust_id = $1 AND p.opportunity_id = $2 AND p.round = a.round
     AND a.submitted_at < p.scoring_from
   WHERE a.state <> 'WITHDRAWN' AND NOT EXISTS (
         SELECT 1 FROM candidate_person AS c WHERE c.trust_id = $1 AND c.application_id = a.id)
  UNION ALL
  SELECT 'chosen without a panel of their round' FROM a
   WHERE state NOT IN ('SUBMITTED', 'WITHDRAWN') AND NOT EXISTS (
         SELECT 1 FROM panel AS p WHERE p.trust_id = $1 AND p.opportunity_id = $2
            AND p.round = a.round AND p.locked_at IS NOT NULL)
  UNION ALL
  SELECT 'somebody holds two places' FROM a WHERE state IN ('OFFERED', 'ACCEPTED')
   GROUP BY person_id HAVING count(*) > 1
  UNION ALL
  SELECT 'somebody is placed twice' FROM placement
   WHERE trust_id = $1 AND opportunity_id = $2 AND state <> 'CANCELLED'
   GROUP BY person_id HAVING count(*) > 1
  UNION ALL
  SELECT 'more is given than there is' FROM opportunity_place AS p
   WHERE p.trust_id = $1 AND p.opportunity_id = $2
     AND p.places < (SELECT count(*) FROM a WHERE state IN ('OFFERED', 'ACCEPTED'))
  UNION ALL
  SELECT 'refused without feedback' FROM a, o
   WHERE o.state IN ${ended} AND a.state = 'UNSUCCESSFUL'
      OR a.state = 'REJECTED' AND NOT EXISTS (
         SELECT 1 FROM feedback AS f WHERE f.trust_id = $1 AND f.application_id = a.id)
  UNION ALL
  SELECT 'ended without an answer' FROM a, o WHERE o.state IN ${ended}
     AND a.state IN ('SUBMITTED', 'SHORTLISTED', 'INTERVIEWING', 'WAITLISTED', 'OFFERED')`;

const isTakingOrClosed = async (life: Life) =>
  ['PUBLISHED', 'REOPENED', 'CLOSED'].includes(await life.state());

/** From wherever it has come, takes it honestly to its end. */
async function finish(life: Life): Promise<void> {
  await life.publish();
  if (life.version === 0) return; // its closing day was over before anybody published it
  const state = await life.state();
  if (['WITHDRAWN', 'FILLED', 'PART_FILLED', 'UNFILLED'].includes(state)) return;
  await life.reachAll();
  life.pass(20);
  if (await isTakingOrClosed(life)) explained(await life.move('SHORTLISTING'));
  for (const name of ['panel', 'score']) await steps[name]?.(life, 0);
  await lock(life, 2);
  for (const one of life.applicants) await choose(life, one, 'offerPlace');
  for (const one of life.applicants) await answer(life, one, 'acceptOffer');
  for (const one of life.applicants) await choose(life, one, 'turnDownApplication');
  for (const one of life.applicants) await tellWhy(life, one);
  for (const to of ['DECIDING', 'UNFILLED', 'PART_FILLED', 'FILLED'])
    explained(await life.move(to));
  expect(['UNFILLED', 'PART_FILLED', 'FILLED']).toContain(await life.state());
}

/** What found nobody, or not enough, goes round once more, with those who applied before and others. */
async function again(life: Life): Promise<void> {
  const { result } = explained(await life.move('REOPENED'));
  if (result !== 'Opportunity') return;
  for (const n of life.people.keys()) await steps['apply']?.(life, n);
  await finish(life);
}

const step = fc.record({ name: fc.constantFrom(...Object.keys(steps)), n: fc.nat({ max: 60 }) });

/** How it goes where nothing goes wrong, so that what holds it up is met at each point of the way. */
const way = [
  ...[
    'publish',
    'apply',
    'apply',
    'apply',
    'reachAll',
    'pass',
    'pass',
    'pass',
    'reachAll',
    'pass',
    'shortlist',
    'panel',
  ],
  ...[
    'score',
    'lock',
    'places',
    'choose',
    'choose',
    'choose',
    'answer',
    'decide',
    'choose',
    'answer',
  ],
  ...['choose', 'feedback', 'feedback', 'end'],
].map((name) =>
  fc
    .record({
      isLeftOut: fc.integer({ min: 0, max: 15 }).map((drawn) => drawn === 15),
      before: fc.array(step, { maxLength: 1 }),
      n: fc.nat({ max: 60 }),
    })
    .map(({ isLeftOut, before, n }) => [...before, ...(isLeftOut ? [] : [{ name, n }])]),
);
const lives = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(...way).map((parts) => parts.flat()) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 10, maxLength: 40 }) },
);

describe('the life of an opportunity, in any order', () => {
  it(`decides nothing early, skips nobody, gives nobody two places and refuses nobody unheard (SEED=${String(seed)})`, async () => {
    await asSuperuser(test.served.database.name, async (client) => {
      const property = fc.asyncProperty(lives, async (all) => {
        const life = new Life(test, panels, choosing);
        await life.begin();
        for (const { name, n } of all) {
          if (life.version > 0 || beforehand.includes(name)) await steps[name]?.(life, n);
          expect(await broken(client, life)).toEqual([]);
        }
        for (const toTheEnd of [finish, again]) {
          await toTheEnd(life);
          expect(await broken(client, life)).toEqual([]);
        }
      });
      await fc.assert(property, {
        ...{ seed, numRuns: 40, interruptAfterTimeLimit: 25_000 },
        ...{ markInterruptAsFailure: false, endOnFailure: false },
      });
    });
  }, 120_000);
});
