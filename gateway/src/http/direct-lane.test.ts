import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { composeSupergraph } from '../supergraph/composition.ts';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { LaneComparison, post, type Sent } from '../testing/lane-comparison.ts';
import { testGateway } from '../testing/test-gateway.ts';

const published = 'query People { people { id name school { name } } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
writeFileSync(
  join(folder, 'portal.json'),
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: hashOf(published), name: 'People', type: 'query', body: published }],
  }),
);
const gateway = testGateway({ TRUSTED_DOCUMENTS: folder });
const comparison = new LaneComparison(gateway);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const newMedia = { accept: 'application/graphql-response+json' };
const byHash = (query: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } },
});
const named = 'query A { people { name } } query B($id: ID!) { person(id: $id) { id name } }';
const large = `{ ${Array.from({ length: 8 }, (_, at) => `theNamesOfEverybodyThatWasAskedFor${at}: people { id name theNameByWhichTheyAreKnown: name theSameAgain: name }`).join(' ')} }`;

const cases: Readonly<Record<string, Sent>> = {
  'a good query': post(published),
  'a good query of several fetches': post('{ people { name goal applications school { name } } }'),
  'abstract types': post('{ found { __typename ... on Person { name } ... on School { id } } }'),
  'a chosen operation': post(named, { operationName: 'B', variables: { id: 'ann' } }),
  'an operation that is not there': post(named, { operationName: 'C' }),
  'an operation that is not chosen': post(named),
  'a missing variable': post(named, { operationName: 'B' }),
  'a variable of another type': post(named, { operationName: 'B', variables: { id: { a: 1 } } }),
  'a variable nobody asked for': post(published, { variables: { more: 1 } }),
  'variables that are no object': post(published, { variables: [1] }),
  'a mutation': post('mutation { touch }'),
  'a mutation that is forbidden': post('mutation { renamePerson(id: "ann", name: "x") { name } }'),
  'a mutation that is allowed': {
    ...post('mutation { renamePerson(id: "ann", name: "x") { name } }'),
    scopes: ['staff:write'],
  },
  'a field that is forbidden': post('{ people { name address } }'),
  'a field that is forbidden and must not be null': post('{ people { name payBand } }'),
  'nothing but what is forbidden': post('{ mustHave }'),
  'a fault of a subgraph': post('{ fail(how: "fault") people { name } }'),
  'a defect of a subgraph': post('{ fail(how: "plain") }'),
  'more errors than are told': post(
    `{ ${Array.from({ length: 20 }, (_, at) => `f${at}: fail(how: "coded")`).join(' ')} }`,
  ),
  'a syntax error': post('{ people { '),
  'an unknown field': post('{ people { nickname } }'),
  'too large a page': post('{ posts(first: 100000) { edges { node { name } } } }'),
  'introspection that is forbidden': post('{ __schema { queryType { name } } }'),
  'introspection that is allowed': {
    ...post('{ __schema { queryType { name } } __type(name: "Person") { name } }'),
    scopes: ['schema:read'],
  },
  'the name of the root': post('{ __typename }'),
  'an unsafe response key': post('{ constructor: people { name } }'),
  'a left out field': post('query ($with: Boolean!) { people { id name @include(if: $with) } }', {
    variables: { with: false },
  }),
  'a lone surrogate in a literal': post(String.raw`{ person(id: "\uD800") { name } }`),
  'a long answer': post(large),
  'a batch': { body: JSON.stringify([{ query: published }]) },
  'no JSON': { body: '{' },
  'no query': { body: '{}' },
  'another content type': { ...post(published), headers: { 'content-type': 'text/plain' } },
  'nobody in particular': { ...post(published), headers: { 'x-api-key': 'spk_test_none' } },
  'an unknown hash': { body: JSON.stringify(byHash('{ people { id } }')) },
  'a hash of another query': post(published, byHash('{ people { id } }')),
  'a hash to register': post(
    '{ people { school { id } } }',
    byHash('{ people { school { id } } }'),
  ),
  'a hash that is registered': { body: JSON.stringify(byHash('{ people { school { id } } }')) },
  'a trusted document by GET': {
    method: 'GET',
    search: `?documentId=sha256:${hashOf(published)}`,
  },
  'a query by GET': { method: 'GET', search: `?query=${encodeURIComponent(published)}` },
  'another method': { method: 'PUT', body: '{}' },
  'a media type that is not served': { ...post(published), headers: { accept: 'text/html' } },
};

const withBothMedia = Object.entries(cases).flatMap(([name, sent]) => [
  [name, sent] as const,
  [
    `${name}, as GraphQL’s own media type`,
    { ...sent, headers: { ...newMedia, ...sent.headers } },
  ] as const,
]);

describe('whether the lane or Apollo Server answers, nobody can tell for', () => {
  it.each(withBothMedia)('%s', async (_, sent) => {
    const first = await comparison.both(sent);
    const again = await comparison.both(sent);

    expect(first.byLane).toEqual(first.byApollo);
    expect(again.byLane).toEqual(again.byApollo);
    expect(Object.keys(first.byLane.headers)).toEqual(Object.keys(first.byApollo.headers));
  });

  it.each(['gzip', 'br'])('an answer as %s', async (encoding) => {
    const { byLane, byApollo } = await comparison.both({
      ...post(large),
      headers: { 'accept-encoding': encoding },
    });

    expect(byLane).toEqual(byApollo);
    expect(byLane.headers['content-encoding']).toBe(encoding);
  });

  it.each([
    ['that is down', 503, 'out of order'],
    ['that sends no JSON', 200, '<html>'],
    ['that sends null for what must not be', 200, '{"data":{"people":[{"name":null}]}}'],
  ])('a subgraph %s', async (_, status, text) => {
    const headers = { 'x-api-key': gateway.apiKeyWith() };
    const sent = { ...post('{ people { name } }'), headers };
    await comparison.both(sent);
    gateway.people.misbehaviour = (response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    };

    const { byLane, byApollo } = await comparison.both(sent);

    const { body, status: told, headers: laneHeaders } = byLane;
    expect({ body, told }).toEqual({ body: byApollo.body, told: byApollo.status });
    expect(Object.keys(laneHeaders)).toEqual(Object.keys(byApollo.headers));
  });
});

describe('the lane', () => {
  it('answers what is compiled, and leaves introspection to Apollo Server', async () => {
    const lane = await comparison.answersBy(gateway.running, 'lane');
    const left = await comparison.answersBy(gateway.running, 'apollo');

    await comparison.send(gateway.running.port, post('{ people { name } }'));
    await comparison.send(gateway.running.port, {
      ...post('{ __type(name: "Person") { name } }'),
      scopes: ['schema:read'],
    });

    expect(await comparison.answersBy(gateway.running, 'lane')).toBe(lane + 1);
    expect(await comparison.answersBy(gateway.running, 'apollo')).toBe(left + 1);
    expect(await comparison.answersBy(comparison.apollo, 'lane')).toBe(0);
  });

  it('never answers by a plan of the supergraph before', async () => {
    const sent = post('{ person(id: "ann") { goal } }');
    const good = await comparison.send(gateway.running.port, sent);
    const study = (fixtureSchemas.get('study') ?? '').replace('  goal: String\n', '');
    gateway.writeSupergraph(composeSupergraph(new Map(fixtureSchemas).set('study', study)));

    await Promise.all([gateway.running.reload(), comparison.apollo.reload()]);
    const { byLane, byApollo } = await comparison.both(sent);

    expect(good.body).not.toContain('errors');
    expect(byLane.body).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(byLane).toEqual(byApollo);
  });
});
