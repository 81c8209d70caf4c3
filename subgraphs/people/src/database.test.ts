import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { Cursors } from '@trellis/subgraph-kit/cursor';
import { newId } from '@trellis/subgraph-kit/ids';
import { Pages } from '@trellis/subgraph-kit/page';
import { entityDrift, undoAndRedo } from '@trellis/subgraph-kit/testing/migration-check';
import { leakingTables } from '@trellis/subgraph-kit/testing/row-security-check';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { gateway } from './access/testing.ts';
import { TestAlliances } from './alliance/testing.ts';
import { loadersFor } from './context.ts';
import { peopleDatabase } from './database-shape.ts';
import { everythingOfEvents } from './event/testing.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { everythingOfRecords } from './match/testing.ts';
import { TestNotices } from './notice/testing.ts';
import { expertList } from './expertise/expertise.queries.ts';
import { networkList } from './network/network.queries.ts';
import { peopleList } from './person/person.queries.ts';
import { schoolList } from './school/school.queries.ts';
import { everythingOfNetworks } from './shared-network/testing.ts';
import { TestSource, told } from './sync/testing.ts';
import { day, testPeople, type TestTrust } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);

interface Whole {
  readonly trust: TestTrust;
  readonly personId: string;
  readonly reportId: string;
  readonly networkId: string;
}

/** A trust with a row in every table. */
async function whole(): Promise<Whole> {
  const trust = await people.trust('Alder', 'Birch');
  const [{ id: personId }, { id: reportId }] = [await people.hire(trust), await people.hire(trust)];
  await people.manage(trust, personId, [reportId]);
  const { id: networkId } = await people.network(trust, [personId, reportId], {});
  const issuer = `https://id.example/${trust.uid}`;
  await people.access(trust, async (access) => {
    const provider = { issuer, audience: 'a', jwksUri: issuer, algorithms: ['ES256'] };
    await access.admitFrom(trust.central, provider, [{ subject: 'ada', personId }]);
    const grant = { id: newId(), personId, role: 'FINANCE', schoolId: null } as const;
    await access.grantRoles(trust.central, [{ ...grant, startsOn: day(-1), endsOn: null }]);
  });
  const key = `spk_test_${newId().replaceAll('-', '').slice(-12)}_${'x'.repeat(43)}`;
  const client = { id: newId(), name: 'mis', key, scopes: [], schoolIds: [] };
  await people.addApiClient(trust, { ...client, expiresAt: new Date() });
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO idempotency_key (trust_id, caller, key, request_hash, result_id)
       VALUES ($1, 'test', 'test', '', $2)`,
      [trust.id, newId()],
    ),
  );
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO told_placement (trust_id, id, person_id, stands, sequence)
       VALUES ($1, $2, $3, true, 1)`,
      [trust.id, newId(), personId],
    ),
  );
  await everythingOfRecords(people, trust, personId, reportId);
  await syncs(trust);
  await aWebhook(trust);
  await everythingOfEvents(people, worker, trust, personId);
  await someUsage(trust);
  await someNotice(trust, personId);
  await someConversation(trust, personId, reportId);
  await someAlliance(trust);
  await everythingOfNetworks(people, trust, networkId, [personId, reportId]);
  return { trust, personId, reportId, networkId };
}

/** Two, of which the second lacks somebody. */
async function syncs(trust: TestTrust): Promise<void> {
  const source = new TestSource(people, trust, 'oneroster', 0);
  await source.send([told('a'), told('b')], { mode: 'FULL' });
  await source.send([told('a')], { mode: 'FULL' });
}

/** One that waits, and what its person prefers. */
async function someNotice(trust: TestTrust, personId: string): Promise<void> {
  await new TestNotices(people, trust).tell([personId]);
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO notice_preference (trust_id, person_id, by_email, even_on_leave)
       VALUES ($1, $2, true, false)`,
      [trust.id, personId],
    ),
  );
}

/** One that is asked for, and what the trust's policy is. */
async function someConversation({ id, central }: TestTrust, leadId: string, personId: string) {
  const talks: string[] = [];
  await people.db.as(central, async () => {
    const policy = `INSERT INTO conversation_policy (trust_id, per_year, first_within_days,
      after_leave_days, starts_on) VALUES ($1, 1, 90, 28, current_date)`;
    await people.db.rows(policy, [id]);
    const talk = `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation,
      state, planned_on) VALUES ($1, $2, $3, $4, false, 'ANY', 'ASKED', current_date)`;
    const talkId = newId();
    await people.db.rows(talk, [id, talkId, personId, leadId]);
    talks.push(talkId);
    await people.db.rows(
      `INSERT INTO manager_training (trust_id, person_id, trained_on, valid_until)
       VALUES ($1, $2, current_date, current_date + 1)`,
      [id, leadId],
    );
    await people.db.rows(
      `INSERT INTO own_role_profile (trust_id, code, name, summary, track, line_manages,
         staff_group, role_codes) VALUES ($1, 'OURS', 'x', 'x', 'OPERATIONS', false, 'AUXILIARY', '{}')`,
      [id],
    );
    await people.db.rows(
      `INSERT INTO own_pathway_step (trust_id, id, pathway_code, from_code, to_code, to_track,
         typical_months, funding_routes, needs, valid_from, source)
       VALUES ($1, $2, 'OWN', 'CLEANER', 'COOK', 'OPERATIONS', 1, '{SELF}', '[{}]', current_date, 'x')`,
      [id, newId()],
    );
    await people.db.rows(
      `INSERT INTO conversation_nudge (trust_id, person_id, kind, period_on, nudged_on)
       VALUES ($1, $2, 'OWN', current_date, current_date)`,
      [id, personId],
    );
    await people.db.rows('INSERT INTO willing_colleague (trust_id, person_id) VALUES ($1, $2)', [
      ...[id, leadId],
    ]);
  });
  await people.db.as({ ...central, personId }, async () => {
    await people.db.rows(
      `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, text)
       VALUES ($1, $2, $3, 'SHARED', 'x')`,
      [id, newId(), talks[0]],
    );
    await people.db.rows(
      `INSERT INTO agreed_action (trust_id, id, conversation_id, owner_id, text, due_on)
       VALUES ($1, $2, $3, $4, 'x', current_date)`,
      [id, newId(), talks[0], personId],
    );
    await people.db.rows(
      `INSERT INTO aspiration (trust_id, id, person_id, kind, horizon, text, shared_with)
       VALUES ($1, $2, $3, 'LEAD', 'LATER', '', '{}')`,
      [id, newId(), personId],
    );
  });
}

/** Proposed to a trust that nobody is. */
async function someAlliance(trust: TestTrust): Promise<void> {
  await new TestAlliances(people).propose(trust, { ...trust, uid: '88888888' });
}

/** What a gateway reported of somebody. */
async function someUsage({ id: trustId }: TestTrust): Promise<void> {
  const report = 'mutation ($usages: [UsageInput!]!) { recordUsage(usages: $usages) }';
  const usage = { trustId, principalId: newId(), hour: new Date().toISOString(), points: 1 };
  await people.data(gateway, report, { usages: [usage] });
}

/** One that has something in line. */
async function aWebhook({ id: trustId }: TestTrust): Promise<void> {
  const viewer = aViewer({ trustId, allPlaces: true, scopes: ['webhook:manage'] });
  const create = `mutation ($input: CreateWebhookInput!) {
    webhook: createWebhook(input: $input) { ... on Webhook { id } } }`;
  const asked = { url: 'https://hooks.example.org/', eventTypes: ['person.left'] };
  const { webhook } = await people.data<{ webhook: { id: string } }>(viewer, create, {
    input: asked,
  });
  const test = `mutation ($input: WebhookInput!) { sendTestEvent(input: $input) { __typename } }`;
  await people.data(viewer, test, { input: { id: webhook.id } });
}

let ours: Whole;
let theirs: Whole;
beforeAll(async () => {
  ours = await whole();
  theirs = await whole();
});

describe('the database of people', () => {
  it('shows a trust none of another’s rows, whatever is asked', async () => {
    const { appUrl, name } = people.served.database;
    const rows = await asSuperuser(name, async (client) => {
      const tables = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns
          WHERE table_schema = 'public' AND column_name = 'trust_id'`,
      );
      const trusts: unknown[] = [];
      for (const table of tables.rows) {
        const sql = `SELECT count(DISTINCT trust_id)::integer AS trusts FROM ${table.name}`;
        trusts.push((await client.query<{ trusts: number }>(sql)).rows[0]?.trusts);
      }
      return trusts;
    });

    expect(rows.length).toBeGreaterThanOrEqual(12);
    expect(new Set(rows)).toEqual(new Set([2])); // there was something to be seen
    expect(await leakingTables(appUrl, ours.trust.id)).toEqual([]);
  });

  it('holds two trusts apart alone, when the services ask for the wrong one', async () => {
    const { db } = people;
    const pages = new Pages(db, new Cursors(Buffer.alloc(32)));
    const read = async (wanted: Viewer, { trust, personId, reportId, networkId }: Whole) => {
      const loaders = loadersFor(db, pages, wanted);
      const [school] = trust.schools;
      const one = { first: 1 };
      const lists = [
        await pages.of(wanted, peopleList(wanted, null, null), one),
        await pages.of(wanted, schoolList(wanted, null, null), one),
        await pages.of(wanted, networkList(wanted, null), one),
        await pages.of(wanted, expertList(wanted, null, null), one),
        await loaders.staffOfSchool.load(school?.id ?? '', one),
        await loaders.reportsOfPerson.load(personId, one),
        await loaders.membersOfNetwork.load(networkId, one),
      ].map(({ edges }) => edges.length);
      const many = [
        await loaders.urnsOfSchool.load(school?.id ?? ''),
        await loaders.contractsOfPerson.load(personId),
        await loaders.assignmentsOfPersonOn(londonDay()).load(personId),
        await loaders.networksOfPerson.load(personId),
        await loaders.expertiseOfPerson.load(personId),
        await loaders.expertLeadsOfPerson.load(reportId),
        await loaders.termsOfNetwork.load(networkId),
        await loaders.standingTermsOfNetwork.load(networkId),
        await loaders.headcountOfSchoolOn(londonDay()).load(school?.id ?? ''),
        await loaders.headcountOfTrustOn(londonDay()),
      ].map((rows) => Math.min(rows.length, 1));
      const single = [
        await loaders.trust.load(trust.id),
        await loaders.school.load(school?.id ?? ''),
        await loaders.schoolByUrn.load(school?.urn ?? ''),
        await loaders.person.load(personId),
        await loaders.managerOfPerson.load(reportId),
        await loaders.network.load(networkId),
      ].map((found) => (found === null ? 0 : 1));
      return new Set([...lists, ...many, ...single]);
    };

    const asThem = await db.as(theirs.trust.central, () => read(theirs.trust.central, theirs));
    expect(asThem).toEqual(new Set([1]));
    // Ours is the row security, theirs all that the queries themselves ask for.
    const asUs = await db.as(ours.trust.central, () => read(theirs.trust.central, theirs));
    expect(asUs).toEqual(new Set([0]));
  });

  it('takes no row for another trust', async () => {
    const insert = people.db.as(ours.trust.central, () =>
      people.db.rows(
        `INSERT INTO network_membership (trust_id, id, network_id, person_id, joined_on)
         VALUES ($1, $2, $3, $4, current_date)`,
        [theirs.trust.id, newId(), theirs.networkId, theirs.personId],
      ),
    );

    await expect(insert).rejects.toThrow('row-level security');
  });

  it('has every column that an entity wants', async () => {
    expect(await entityDrift(people.served.database.ownerUrl, peopleDatabase)).toEqual([]);
  });

  it('can take its newest migration back and make it again', async () => {
    await undoAndRedo(people.served.database.ownerUrl, peopleDatabase);

    expect(await entityDrift(people.served.database.ownerUrl, peopleDatabase)).toEqual([]);
  });
});
