import { beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { testPeople } from '../testing.ts';
import { TestHooks, TestReceiver } from '../webhook/testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const receiver = new TestReceiver(people);
const hooks = new TestHooks(people, receiver);

const types = [
  ...['opportunity.published', 'opportunity.amended', 'opportunity.withdrawn'],
  ...['appointment.made', 'appointment.confirmed', 'appointment.ended', 'appointment.cancelled'],
];
let alder: string;
let birch: string;
beforeEach(() => {
  [alder = '', birch = ''] = hooks.trust.schools.map(({ id }) => id);
});

/** A system of the trust, or of some of its schools. */
function aSystem(placeIds?: readonly string[], scopes = ['opportunity:read']): Viewer {
  const where = placeIds ? { placeIds } : { allPlaces: true };
  return aViewer({
    ...{ trustId: hooks.trust.id, personId: null, ...where },
    scopes: ['changes:read', 'webhook:manage', ...scopes],
  });
}

interface Said {
  readonly hostSchoolId?: string | null;
  readonly homeSchoolId?: string | null;
  readonly personId?: string;
  readonly opportunityId?: string | null;
}

let sequence = 0;
function event(type: string, aggregateId: string, data: Said) {
  const told = { trustId: hooks.trust.id, type, aggregateId, data: { ...data } };
  return anEvent({ ...told, sequence: (sequence += 1) });
}

/** The opportunities subgraph tells of something. */
async function tell(...events: readonly ReturnType<typeof event>[]): Promise<void> {
  const { refused } = await worker.bring(
    ...([people.served.url, 'opportunities', 'people', events] as const),
  );
  expect(refused).toEqual([]);
}

const query = `query ($since: String, $types: [String!]) { changes(since: $since, types: $types) {
  events { id type occurredAt aggregateId personId opportunity { id } placement { id } } cursor } }`;

interface Heard {
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly aggregateId: string;
  }[];
  readonly cursor: string;
}

async function changes(viewer: Viewer, asked: object = {}): Promise<Heard> {
  return (await people.data<{ changes: Heard }>(viewer, query, { types, ...asked })).changes;
}

const typesHeard = async (viewer: Viewer, asked: object = {}) =>
  (await changes(viewer, asked)).events.map(({ type }) => type);

describe('a system outside', () => {
  it('hears of opportunities and appointments in the feed, in order, by ids alone', async () => {
    const [opportunity, placement, personId] = [newId(), newId(), newId()];
    const offered = { hostSchoolId: alder };
    const taken = {
      personId,
      opportunityId: opportunity,
      homeSchoolId: birch,
      hostSchoolId: alder,
    };
    const events = [
      event('opportunity.published', opportunity, offered),
      event('opportunity.amended', opportunity, offered),
      event('placement.agreed', placement, taken),
      event('placement.scheduled', placement, taken),
      event('placement.ended', placement, taken),
    ];
    await tell(...events);
    await tell(...events); // it may come twice

    const { events: heard } = await changes(aSystem());

    const named = { opportunity: { id: opportunity }, placement: null, personId: null };
    const appointed = { opportunity: { id: opportunity }, placement: { id: placement }, personId };
    const expected = [
      ...[
        { type: 'opportunity.published', ...named },
        { type: 'opportunity.amended', ...named },
      ],
      { type: 'appointment.made', ...appointed },
      { type: 'appointment.confirmed', ...appointed },
      { type: 'appointment.ended', ...appointed },
    ];
    expect(heard).toEqual(
      expected.map((one, place) => ({
        ...one,
        id: events[place]?.id,
        occurredAt: events[place]?.occurredAt,
        aggregateId: events[place]?.aggregateId,
      })),
    );
  });

  it('hears of them by webhook, under the same ids', async () => {
    await hooks.register(aSystem(), types);
    const [opportunityId, placementId, personId] = [newId(), newId(), newId()];
    const events = [
      event('opportunity.published', opportunityId, { hostSchoolId: null }),
      event('placement.agreed', placementId, { personId, opportunityId, hostSchoolId: alder }),
    ];
    await tell(...events);

    await receiver.deliverAll();

    const bodies = receiver.received.map(
      ({ body, headers }) => [headers['webhook-id'], JSON.parse(body)] as const,
    );
    const [published, made] = events;
    expect(new Map(bodies)).toEqual(
      new Map<unknown, unknown>([
        [
          published?.id,
          {
            type: 'opportunity.published',
            timestamp: published?.occurredAt,
            data: { opportunityId },
          },
        ],
        [
          made?.id,
          {
            type: 'appointment.made',
            timestamp: made?.occurredAt,
            data: { placementId, personId, opportunityId },
          },
        ],
      ]),
    );
  });

  it('hears of its own schools alone, also of what is taken from them', async () => {
    const [moved, ofTrust, placement] = [newId(), newId(), newId()];
    const offered = (hostSchoolId: string | null) => ({ hostSchoolId });
    const taken = { personId: newId(), opportunityId: moved };
    for (const schools of [[alder], [birch]]) await hooks.register(aSystem(schools), types);

    await tell(
      event('opportunity.published', moved, offered(alder)),
      event('opportunity.amended', moved, offered(birch)),
      event('opportunity.withdrawn', moved, offered(birch)),
      event('opportunity.published', ofTrust, offered(null)),
      event('placement.agreed', placement, { ...taken, homeSchoolId: birch, hostSchoolId: null }),
    );

    expect(await typesHeard(aSystem([alder]))).toEqual([
      ...['opportunity.published', 'opportunity.amended'],
    ]);
    expect(await typesHeard(aSystem([birch]))).toEqual([
      ...['opportunity.amended', 'opportunity.withdrawn', 'appointment.made'],
    ]);
    expect(await typesHeard(aSystem())).toHaveLength(5);
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(2 + 3);
  });

  it('hears of what was offered and taken, and not of what was booked, lent or swapped', async () => {
    const lent = { personId: newId(), opportunityId: null, hostSchoolId: alder };
    await tell(event('placement.agreed', newId(), lent));

    expect(await typesHeard(aSystem())).toEqual([]);
  });

  it('hears of neither unless it may read opportunities', async () => {
    const clerk = aSystem(undefined, ['staff:read']);
    await tell(event('opportunity.published', newId(), { hostSchoolId: alder }));

    const all = '{ changes { events { type } } }';
    const said = await people.data<{ changes: Heard }>(clerk, all);
    expect(said.changes.events.map(({ type }) => type)).not.toContain('opportunity.published');
    expect(await people.codes(clerk, query, { types: ['appointment.made'] })).toEqual([
      'FORBIDDEN',
    ]);
    const creation = `mutation ($input: CreateWebhookInput!) {
      createWebhook(input: $input) { __typename } }`;
    const input = { url: `${receiver.url}/a`, eventTypes: ['person.left', 'opportunity.closed'] };
    expect(await people.codes(clerk, creation, { input })).toEqual(['FORBIDDEN']);
  });

  it('misses nothing that is told while it asks, hears each once, and nothing of another trust', async () => {
    const reader = aSystem();
    let { cursor } = await changes(reader);
    const ids = Array.from({ length: 20 }, () => newId());
    const heard: string[] = [];
    const follow = async () => {
      const page = await changes(reader, { since: cursor });
      heard.push(...page.events.map(({ aggregateId }) => aggregateId));
      ({ cursor } = page);
    };
    const telling = Promise.all(ids.map((id) => tell(event('opportunity.published', id, {}))));

    for (let turn = 0; turn < 10; turn += 1) await follow();
    await telling;
    await follow();

    expect(heard.toSorted()).toEqual(ids.toSorted());
    const { id: trustId } = await people.trust('Cedar');
    expect((await changes({ ...reader, trustId })).events).toEqual([]);
  });
});
