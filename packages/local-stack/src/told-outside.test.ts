import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { StartedStack } from './testing/started-stack.ts';
import { inDays } from './testing/story-stack.ts';

const { hubSchoolId: hostSchoolId, hubSchoolUrn: urn, people } = wellKnown;

interface Sample {
  readonly graphAt: (url: string, key: string) => unknown;
  readonly atsAt: (url: string, key: string) => unknown;
  readonly handOff: (how: object) => Promise<string>;
}
const sample = new URL('../../../examples/ats-hand-off.mjs', import.meta.url).href;

/** What one of our own systems was sent. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let stack: StartedStack;
let server: Server;
let address = '';
/** What is answered to a request; nothing of note unless a test says so. */
let answer: (sent: Sent) => { status: number; body?: object } = () => ({ status: 204 });
const sent: Sent[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      sent.push(one);
      const { status, body: said } = answer(one);
      response.writeHead(status).end(said && JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  stack = await StartedStack.create();
  await stack.start();
}, 120_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await stack.stop();
  stack.remove();
}, 60_000);

const changed = z.record(z.string(), z.object({ id: z.string(), version: z.number() }));

/** Changes something, as a user. @returns what it then is. */
async function change(user: string, mutation: string, input: object, on = 'Opportunity') {
  const named = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const type = mutation === 'acceptOffer' ? 'MoveApplicationInput!' : named;
  const operation = `mutation ($input: ${type}) { ${mutation}(input: $input) {
    ... on ${on} { id version } ... on Refusal { message } } }`;
  const { data, errors } = await stack.ask(operation, user, { input });
  expect(errors).toBeUndefined();
  const [made] = Object.values(changed.parse(data));
  if (!made) throw new Error('it did not answer');
  return made;
}

async function publish(input: object) {
  const days = { opensOn: inDays(0), closesOn: inDays(20), hostSchoolId };
  const terms = { payFromPence: 3_000_000, payToPence: 3_200_000, criteria: [] };
  const draft = await change('head', 'createOpportunity', { ...days, terms, ...input });
  return change('head', 'publishOpportunity', draft);
}

const page = z.object({
  changes: z.object({ events: z.array(z.looseObject({ type: z.string() })), cursor: z.string() }),
});
const cursorOf = async () =>
  z.object({ at: z.string() }).parse((await stack.ask('{ at: changesCursor }', 'mis')).data).at;

/** What an example tells the school's system since a place, once it is so much. */
async function told(file: string, since: string, count: number) {
  for (let left = 60; left > 0; left -= 1) {
    const { data, errors } = await stack.query(join('examples', file), 'mis', { since });
    expect(errors).toBeUndefined();
    const { events } = page.parse(data).changes;
    if (events.length >= count) return events;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('it was never told');
}

describe('a system of one school', () => {
  it('hears what becomes of what the school offers, by webhook and by asking', async () => {
    const since = await cursorOf();
    const input = { url: `${address}/hook`, eventTypes: ['opportunity.published'] };
    await stack.ask(
      'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { ... on Webhook { id } } }',
      ...(['mis', { input }] as const),
    );
    const first = await publish({ kind: 'SECONDMENT', title: 'A garden', summary: 'Two terms.' });
    await change('head', 'amendOpportunity', { ...first, title: 'A bigger garden' });
    await change('central', 'publishOpportunity', {
      ...(await change('central', 'createOpportunity', {
        ...{ kind: 'SECONDMENT', title: 'Nobody’s school', summary: 'All of the trust.' },
        ...{ opensOn: inDays(0), closesOn: inDays(20) },
      })),
    });

    const events = await told('opportunities-out.graphql', since, 2);

    const opportunity = { id: first.id, title: 'A bigger garden', hostSchool: { urn } };
    expect(events).toMatchObject([
      { type: 'opportunity.published', opportunity },
      { type: 'opportunity.amended', opportunity },
    ]);
    const hooks = sent.filter(({ path }) => path === '/hook').map(({ body }) => body);
    expect(hooks.map((body) => JSON.parse(body) as object)).toMatchObject([
      { type: 'opportunity.published', data: { opportunityId: first.id } },
    ]);
  }, 120_000);

  it('hears of an appointment, with whom, what, where and from when to when', async () => {
    const since = await cursorOf();
    const acting = { reason: 'Illness.', approvedById: people.central, endsOn: inDays(60) };
    const { id } = await publish({
      kind: 'ACTING',
      title: 'Acting head of year',
      acting,
      summary: 'A term.',
    });
    const applied = await change(
      'teacher',
      'applyForOpportunity',
      { opportunityId: id },
      'Application',
    );
    await stack.inDatabase(
      'opportunities',
      `UPDATE opportunity SET opens_on = opens_on - 30, closes_on = closes_on - 30 WHERE id = '${id}'`,
    );
    const days = { startsOn: inDays(3), endsOn: inDays(50) };
    const offer = { ...applied, ...days };
    const offered = await change('head', 'offerPlace', offer, 'Application');
    await change('teacher', 'acceptOffer', offered, 'Application');

    const [made] = await told('appointments-out.graphql', since, 1);

    expect(made).toMatchObject({
      type: 'appointment.made',
      personId: people.teacher,
      person: { name: expect.any(String) },
      placement: {
        ...{ kind: 'ACTING', state: 'PREPARING', ...days },
        hostSchool: { urn },
        opportunity: { id, title: 'Acting head of year' },
      },
    });
  }, 120_000);
});

describe('the hand-off to a recruitment system', () => {
  it('advertises posts, once, brings them up to date and takes them down', async () => {
    const { graphAt, atsAt, handOff } = (await import(sample)) as Sample;
    const graph = graphAt(
      `http://127.0.0.1:${String(stack.port)}/graphql`,
      await stack.token('mis'),
    );
    const ats = atsAt(`${address}/ats-api/v1`, 'ats-key');
    const sentTo = (method: string) =>
      sent.filter(({ method: one, path }) => one === method && path.startsWith('/ats-api'));
    let since = await cursorOf();
    const { id, version } = await publish({
      kind: 'POST',
      title: 'Teacher of maths',
      summary: 'Join us.',
    });
    await told('opportunities-out.graphql', since, 1);
    answer = ({ method }) => ({ status: method === 'POST' ? 201 : 204 });

    since = await handOff({ graph, ats, since });

    const [advert] = sentTo('POST');
    expect(advert).toMatchObject({
      path: '/ats-api/v1/vacancies',
      headers: { 'x-api-key': 'ats-key' },
    });
    expect(JSON.parse(advert?.body ?? '')).toEqual({
      vacancy: expect.objectContaining({
        ...{ external_reference: id, job_title: 'Teacher of maths', salary: '£30,000 to £32,000' },
        schools: { school_urns: [urn] },
      }),
    });
    expect(await handOff({ graph, ats, since })).toEqual(expect.any(String));
    expect(sentTo('POST')).toHaveLength(1); // nothing has changed

    const link = `${address}/ats-api/v1/vacancies/7`;
    answer = ({ method }) =>
      method === 'POST' ? { status: 409, body: { link } } : { status: 200 };
    const amended = await change('head', 'amendOpportunity', {
      id,
      version,
      title: 'Teacher of more maths',
    });
    await told('opportunities-out.graphql', since, 1);
    since = await handOff({ graph, ats, since });
    expect(sentTo('PUT')).toMatchObject([
      { path: '/ats-api/v1/vacancies/7', body: expect.stringContaining('more maths') },
    ]);

    await change('head', 'moveOpportunity', { ...amended, to: 'WITHDRAWN' });
    await told('opportunities-out.graphql', since, 1);
    await handOff({ graph, ats, since });
    expect(sentTo('DELETE')).toMatchObject([{ path: `/ats-api/v1/vacancies/${id}` }]);
  }, 120_000);
});
