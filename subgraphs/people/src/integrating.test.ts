import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicKeyOf, signatureHeaders } from '@trellis/events/webhook-signature';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { testPeople, type TestTrust } from './testing.ts';

const guide = readFileSync(new URL('../../../docs/integrating.md', import.meta.url), 'utf8');

/** The requests of the guide in its order, each with the variables that follow it. */
const requests = [...guide.matchAll(/```graphql\n(.*?)```(?:\n\n```json\n(.*?)```)?/gs)].map(
  ([, operation = '', variables = '{}']) => ({
    name: /(?:mutation|query) (\w+)/.exec(operation)?.[1] ?? '',
    operation,
    variables,
  }),
);

/** What reaches over to opportunities is run as an example, by all of the system. */
const exampleOf = {
  OpportunitiesOut: 'opportunities-out',
  AppointmentsOut: 'appointments-out',
} as const;
const here = requests.filter(({ name }) => !(name in exampleOf));

const sample = new URL('../../../examples/webhook-receiver.mjs', import.meta.url).href;

interface Sample {
  readonly createReceiver: (keys: readonly string[], take: (message: unknown) => void) => Server;
}

const people = testPeople();

describe('the guide for integrators', () => {
  const words = new Map<string, string>();
  let trust: TestTrust;
  let team: Viewer;
  let key: Viewer;
  beforeAll(async () => {
    trust = await people.trust('Alder Primary School');
    const [school] = trust.schools;
    const scopes = ['staff:read', 'staff:write', 'webhook:manage', 'changes:read'];
    team = aViewer({ trustId: trust.id, allPlaces: true, scopes: ['client:manage', ...scopes] });
    const placeIds = [school?.id ?? ''];
    key = aViewer({ trustId: trust.id, personId: null, placeIds, scopes });
    words.set('SCHOOL_ID', school?.id ?? '').set('URN', school?.urn ?? '');
    words.set('NOW', new Date().toISOString());
    words.set('EXPIRES_AT', new Date(Date.now() + 30 * 86_400_000).toISOString());
  });

  /** What each request answers, as far as the next ones or the reader count on it. */
  const expected: Readonly<Record<string, unknown>> = {
    CreateKey: { createApiClient: { key: expect.stringMatching(/^spk_/) } },
    Start: { startStaffSync: { state: 'OPEN' } },
    Push: {
      pushStaffRecords: {
        counts: { created: 1, rejected: 1 },
        rows: expect.arrayContaining([
          expect.objectContaining({ externalId: 'staff-1043', outcome: 'REJECTED' }),
        ]),
      },
    },
    Finish: { finishStaffSync: { state: 'FINISHED', counts: { created: 1, missing: 0 } } },
    Staff: { people: { edges: [{ node: { name: 'Amira Osei', assignments: [{ fte: 0.8 }] } }] } },
    Resume: { staffSync: { state: 'FINISHED', chunkNumbers: [1] } },
    Undo: { undoStaffSync: { state: 'UNDONE' } },
    Register: { createWebhook: { state: 'ENABLED' } },
    Test: { sendTestEvent: { state: 'PENDING' } },
    Place: { changesCursor: expect.any(String) },
    Follow: { changes: { hasMore: false, cursor: expect.any(String) } },
  };

  it('has the requests that it is tested with, and no other', () => {
    expect(here.map(({ name }) => name)).toEqual(Object.keys(expected));
  });

  it.each(Object.entries(exampleOf))('has %s as the example that is run', (wanted, file) => {
    const example = new URL(`../../../examples/${file}.graphql`, import.meta.url);
    const shown = requests.find(({ name }) => name === wanted)?.operation;
    expect(shown).toBe(readFileSync(example, 'utf8').replace(/^#.*\n/gm, ''));
  });

  it.each(here)('is right about $name', async ({ name, operation, variables }) => {
    const told = variables.replace(/"([A-Z_]{3,})"/g, (quoted, word: string) => {
      const value = words.get(word);
      return value === undefined ? quoted : JSON.stringify(value);
    });

    const viewer = name === 'CreateKey' ? team : key;
    const asked = JSON.parse(told) as Record<string, unknown>;
    const data = await people.data<Record<string, unknown>>(viewer, operation, asked);

    expect(data).toMatchObject(expected[name] as object);
    const said = JSON.stringify(data);
    const id = /"id":"([^"]+)"/.exec(said)?.[1] ?? '';
    if (name === 'Start') words.set('SYNC_ID', id);
    if (name === 'Register') words.set('WEBHOOK_ID', id);
    if (name === 'Place') words.set('CURSOR', String(data['changesCursor']));
  });
});

describe('the receiver of the guide', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { privateKey: strange } = generateKeyPairSync('ed25519');
  const taken: unknown[] = [];
  let server: Server;
  beforeAll(async () => {
    const { createReceiver } = (await import(sample)) as Sample;
    server = createReceiver([publicKeyOf(privateKey)], (message) => {
      taken.push(message);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  const body = '{"type":"person.changed","data":{}}';

  async function statusOf(headers: Record<string, string>, sent = body): Promise<number> {
    const { port } = server.address() as AddressInfo;
    const init = { method: 'POST', headers, body: sent };
    return (await fetch(`http://127.0.0.1:${String(port)}/`, init)).status;
  }

  it('takes a message once, however often it comes', async () => {
    const headers = () => signatureHeaders([strange, privateKey], 'one', body, new Date());

    expect([await statusOf(headers()), await statusOf(headers())]).toEqual([204, 204]);
    expect(taken).toEqual([{ type: 'person.changed', data: {} }]);
  });

  it('refuses an altered body, an old one, one of somebody else and one without a signature', async () => {
    const before = taken.length;
    const now = new Date();
    const old = new Date(now.getTime() - 301_000);
    const signed = (id: string, at = now) => signatureHeaders([privateKey], id, body, at);

    expect(await statusOf(signed('two'), body.replace('changed', 'left'))).toBe(401);
    expect(await statusOf(signed('three', old))).toBe(401);
    expect(await statusOf({ ...signed('four'), 'webhook-id': 'five' })).toBe(401);
    expect(await statusOf(signatureHeaders([strange], 'six', body, now))).toBe(401);
    expect(await statusOf({})).toBe(401);
    expect(await statusOf(signed('seven'), 'x'.repeat(20_001))).toBe(401);
    expect(taken).toHaveLength(before);
  });
});
