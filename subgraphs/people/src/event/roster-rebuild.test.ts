import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EventPosition, eventsAfter, firstPosition } from '@trellis/events/event-feed';
import { RosterRebuild } from '@trellis/staff-roster/roster-rebuild';
import { staffFactsPath, staffFactsScope } from '@trellis/staff-roster/staff-facts';
import { RosterKeeper } from '@trellis/staff-roster/testing/roster-keeper';
import { signAssertion } from '@trellis/subgraph-kit/assertion';
import { newId, noId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { EqualityService } from '../equality/equality.service.ts';
import { ManagerService } from '../manager/manager.service.ts';
import { PersonMergeService } from '../match/person-merge.service.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { StaffEventService } from './staff-event.service.ts';

const study = { issuer: 'study', id: 'study', secret: randomBytes(32) };
const gateway = { issuer: 'gateway', id: 'gateway', secret: randomBytes(32) };
const people = testPeople({
  ASSERTION_KEYS: [study, gateway]
    .map(({ issuer, id, secret }) => `${issuer}/${id}:${secret.toString('base64url')}`)
    .join(','),
});
const keeper = new RosterKeeper();

/** What happens after a page is read and before it comes to who asked. */
let meanwhile: (page: string) => Promise<void> = () => Promise.resolve();
let between: Server;
beforeAll(async () => {
  between = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const { authorization = '' } = request.headers;
        const headers = { 'content-type': 'application/json', authorization };
        const url = new URL(request.url ?? '', people.served.url);
        const body = Buffer.concat(chunks).toString();
        const answer = await fetch(url, { method: 'POST', headers, body });
        const page = await answer.text();
        await meanwhile(page);
        response.writeHead(answer.status).end(page);
      })();
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  between.closeAllConnections();
  between.close();
});

function rebuild(): Promise<number> {
  const { port } = between.address() as AddressInfo;
  const address = { url: `http://127.0.0.1:${port}/graphql`, key: study };
  return new RosterRebuild(keeper.db, address).run(() => undefined);
}

function change({ central }: TestTrust, ...ids: readonly string[]): Promise<void> {
  return people.db.as(central, () => new StaffEventService(people.db).changed(central, ids));
}

/** Brings the roster all events after the position. */
async function deliver(
  { id: trustId, central }: TestTrust,
  from: EventPosition = firstPosition,
): Promise<EventPosition> {
  for (let position = from; ;) {
    const page = await people.db.as(central, () =>
      eventsAfter((sql, parameters) => people.db.rows(sql, parameters), position, {
        ...{ limit: 100, trustId },
      }),
    );
    await keeper.take(trustId, page.events);
    ({ position } = page);
    if (page.events.length === 0 && !page.isHeldUp) return position;
  }
}

async function merge({ central }: TestTrust, goneId: string, keptId: string): Promise<void> {
  const { db } = people;
  const parts = [
    new ManagerService(db),
    new EqualityService(db),
    new StaffEventService(db),
  ] as const;
  await db.as(central, () => new PersonMergeService(db, ...parts).merge(central, goneId, keptId));
}

describe('a roster that is built from nothing', () => {
  it('has everybody whom people has, with posts and managers, and nobody else', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const head = await people.hire(trust);
    const teacher = await people.hire(trust, { posts: [{}, { school: 1, isPrimary: false }] });
    const leaver = await people.hire(trust, { contract: { endsOn: day(-1) } });
    await people.manage(trust, head.id, [teacher.id]);
    await keeper.take(trust.id, [forgotten(trust.id)]);
    await new Promise((resolve) => setTimeout(resolve, 5)); // it was kept before we began

    await rebuild();

    const kept = await keeper.people(trust.id);
    expect(kept.map(({ id, status, posts }) => [id, status, posts.length])).toEqual(
      [
        [head.id, 'EMPLOYED', 1],
        [teacher.id, 'EMPLOYED', 2],
        [leaver.id, 'LEFT', 1],
      ].sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
    );
    expect(kept.find(({ id }) => id === teacher.id)?.managers).toMatchObject([
      { personId: head.id },
    ]);
  });

  it('has statuses and qualifications with their days, as it has by events', async () => {
    const trust = await people.trust('Alder');
    const { id: personId } = await people.hire(trust);
    await people.db.as(trust.central, () =>
      people.db.rows(
        `WITH record AS (
           INSERT INTO staff_source_record
             (trust_id, id, source, instance_id, external_id, person_id, status, as_of)
           VALUES ($1, $2, 'arbor', $4, '1', $3, 'ACTIVE', now()))
         INSERT INTO credential (trust_id, id, person_id, source_record_id, external_id, kind_code, awarded_on)
         VALUES ($1, $5, $3, $2, 'q1', 'QTS', '2019-07-01'), ($1, $6, $3, $2, 'q2', 'NPQSL', NULL)`,
        [trust.id, newId(), personId, noId, newId(), newId()],
      ),
    );
    await change(trust, personId);
    const credentials = [
      { kind: 'NPQSL', startsOn: null, endsOn: null },
      { kind: 'QTS', startsOn: '2019-07-01', endsOn: null },
    ];

    await deliver(trust);
    expect(await keeper.people(trust.id)).toMatchObject([{ credentials }]);
    await keeper.db.as(jobViewer('test', [], trust.id), () =>
      keeper.db.rows('DELETE FROM roster_person WHERE trust_id = $1', [trust.id]),
    );
    await rebuild();

    expect(await keeper.people(trust.id)).toMatchObject([{ credentials }]);
  });

  it('keeps a change that came between the reading of a page and its arrival', async () => {
    const trust = await people.trust('Alder');
    const ada = await people.hire(trust);
    await change(trust, ada.id);
    let late = '';
    meanwhile = async (page) => {
      if (!page.includes(ada.id)) return;
      meanwhile = () => Promise.resolve();
      const endsOn = day(30);
      const contracts = ada.contracts.map((contract) => ({
        ...{ ...contract, endsOn },
        assignments: contract.assignments.map((post) => ({ ...post, endsOn })),
      }));
      expect(await people.record(trust, [{ ...ada, contracts }])).toMatchObject({ changed: 1 });
      late = (await people.hire(trust)).id; // whom the page lacks
      await change(trust, ada.id, late);
      await deliver(trust);
    };

    await rebuild();

    const kept = await keeper.people(trust.id);
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set([ada.id, late]));
    expect(kept.find(({ id }) => id === ada.id)?.contracts).toMatchObject([{ endsOn: day(30) }]);
  });

  it('ends equal to what people holds, while people change, come and are merged', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) ids.push((await people.hire(trust)).id);
    await change(trust, ...ids);
    const traffic = async () => {
      let position = firstPosition;
      for (let turn = 0; turn < 25; turn += 1) {
        ids.push((await people.hire(trust)).id);
        await change(trust, ids[turn % ids.length] ?? '', ids.at(-1) ?? '');
        if (turn === 4) await merge(trust, ids[1] ?? '', ids[2] ?? '');
        position = await deliver(trust, position);
      }
    };
    const rebuilds = async () => {
      for (let round = 0; round < 4; round += 1) await rebuild();
    };

    await Promise.all([traffic(), rebuilds()]);
    await deliver(trust);

    const kept = await keeper.people(trust.id);
    await keeper.db.as(jobViewer('test', [], trust.id), () =>
      keeper.db.rows('DELETE FROM roster_person WHERE trust_id = $1', [trust.id]),
    );
    await rebuild(); // at rest: what people holds
    expect(kept).toEqual(await keeper.people(trust.id));
    expect(kept).toHaveLength(ids.length);
    expect(kept.find(({ id }) => id === ids[1])).toMatchObject({
      ...{ status: 'MERGED', mergedIntoId: ids[2], posts: [] },
    });
  });

  it('knows of trusts apart', async () => {
    const [ours, theirs] = [await people.trust('Alder'), await people.trust('Birch')];
    const [ada, grace] = [await people.hire(ours), await people.hire(theirs)];

    await rebuild();

    expect((await keeper.people(ours.id)).map(({ id }) => id)).toEqual([ada.id]);
    expect((await keeper.people(theirs.id)).map(({ id }) => id)).toEqual([grace.id]);
  });
});

describe('facts of staff', () => {
  const ask = async (key: typeof study | undefined, scopes = [staffFactsScope], body = '') => {
    const asked = body || JSON.stringify({ trustId: null });
    const authorization = key && signAssertion(key, 'people', jobViewer('test', scopes), asked);
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    const url = new URL(staffFactsPath, people.served.url);
    return (await fetch(url, { method: 'POST', headers, body: asked })).status;
  };

  it('are told to subgraphs alone: not to the gateway, a stranger or nobody', async () => {
    expect(await ask(study)).toBe(200);
    expect(await ask(study, [])).toBe(401);
    expect(await ask(gateway)).toBe(401);
    expect(await ask({ ...gateway, issuer: 'study' })).toBe(401);
    expect(await ask({ ...study, secret: randomBytes(32) })).toBe(401);
    expect(await ask(undefined)).toBe(401);
  });

  it('are not told to who asks for something else', async () => {
    expect(await ask(study, [staffFactsScope], JSON.stringify({ trustId: 'all' }))).toBe(400);
  });
});

/** Somebody of whom people knows nothing. */
function forgotten(trustId: string) {
  const data = {
    ...{ status: 'EMPLOYED', hasWorkMailbox: false },
    ...{ contracts: [], assignments: [], managers: [], leave: [] },
  };
  const about = { type: 'person.changed', aggregateType: 'Person', aggregateId: newId() };
  return { id: newId(), trustId, ...about, sequence: 1, occurredAt: '2026-01-01T00:00:00Z', data };
}
