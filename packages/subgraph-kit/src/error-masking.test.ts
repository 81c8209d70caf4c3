import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { isErrorCode } from './error-codes.ts';
import { maskError } from './error-masking.ts';
import { newId } from './ids.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { Mishap, plantedSecret } from './testing/example/mishap.resolver.ts';
import { TestSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

let log = '';
const sink = new Writable({
  write: (chunk, _, done) => {
    log += String(chunk);
    done();
  },
});
const example = new TestSubgraph('example', pino(sink));
beforeAll(() => example.start(exampleSubgraph));
afterAll(() => example.stop());

const viewer = aViewer({ scopes: ['jar:fill'] });

/** What must never leave: the secret, SQL, names of tables and constraints, addresses, stacks. */
const leak =
  /hunter2|AB123456C|SELECT|INSERT|shelf_|duplicate key|node_modules|\.ts:|\bat \w+ \(|postgres|127\.0\.0\.1|[Dd]id you mean/;

async function expectMasked(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  code: string,
) {
  const answer = await example.ask(viewer, query, variables);
  expect(answer.errors?.length).toBeGreaterThan(0);
  for (const { message, extensions } of answer.errors ?? []) {
    expect(extensions).toEqual({ code, requestId: viewer.requestId });
    expect(isErrorCode(code)).toBe(true);
    expect(message.length).toBeLessThan(400);
  }
  expect(JSON.stringify(answer)).not.toMatch(leak);
  return answer.errors?.map(({ message }) => message) ?? [];
}

describe('what a client is told of our defects', () => {
  const hidden = [
    Mishap.DRIVER_ERROR,
    Mishap.UNIQUE_VIOLATION,
    Mishap.THROWN_ERROR,
    Mishap.AGGREGATE_ERROR,
    Mishap.ERROR_WITH_CAUSE,
    Mishap.ERROR_OF_A_LIBRARY,
  ];

  it.each(hidden)('is one fixed sentence and an id: %s', async (kind) => {
    const document = 'mutation ($kind: Mishap!) { mishapInChange(kind: $kind) }';
    const [message] = await expectMasked(document, { kind }, 'INTERNAL_SERVER_ERROR');
    expect(message).toBe('Something went wrong on our side.');
  });

  it('is the same for a stored value that is not what its field promises', async () => {
    await expectMasked('{ calendar { brokenDay } }', {}, 'INTERNAL_SERVER_ERROR');
  });

  it('is CONFLICT when PostgreSQL broke a deadlock, for then the same may succeed', async () => {
    const document = 'mutation ($kind: Mishap!) { mishapInChange(kind: $kind) }';
    await expectMasked(document, { kind: Mishap.DEADLOCK }, 'CONFLICT');
  });

  it('is the same for a failure outside any field', () => {
    const formatted = { message: plantedSecret, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
    expect(maskError(formatted, new Error(plantedSecret), 'r1', () => undefined)).toEqual({
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
    });
  });

  it('has the id under which the log tells more, and the log has no secret either', async () => {
    log = '';
    await expectMasked('{ mishap(kind: DRIVER_ERROR) }', {}, 'INTERNAL_SERVER_ERROR');
    await expectMasked('{ mishap(kind: AGGREGATE_ERROR) }', {}, 'INTERNAL_SERVER_ERROR');
    const unique = 'mutation { mishapInChange(kind: UNIQUE_VIOLATION) }';
    await expectMasked(unique, {}, 'INTERNAL_SERVER_ERROR');
    expect(log.split(viewer.requestId).length - 1).toBe(3);
    expect(log).toContain('"code":"22P02"');
    expect(log).toContain('mishap.resolver.ts');
    expect(log).toContain('"constraint":"shelf_trust_id_name_key"');
    expect(log).not.toContain('hunter2');
  });
});

describe('what a client is told of its own mistakes', () => {
  const addJar = 'mutation ($input: AddJarInput!) { addJar(input: $input) { id } }';
  const secret = plantedSecret;

  it('names the limit and not the value, at every depth of an input', async () => {
    const filling = { sweets: 5_000, filledOn: '2026-09-01' };
    const input = { shelfId: newId(), label: secret.repeat(5), filling };
    const [message] = await expectMasked(addJar, { input }, 'BAD_USER_INPUT');
    expect(message).toMatch(/label must be shorter than .*; sweets must not be greater than/);
  });

  it.each([
    ['a number', 'query ($v: Int!) { wait(milliseconds: $v) }', 'Int cannot represent'],
    ['a day', 'query ($v: Date!) { day(on: $v) }', 'A Date is a real day'],
    ['an instant', 'query ($v: DateTime!) { instant(at: $v) }', 'A DateTime is an instant'],
    ['an enum', 'query ($v: Mishap!) { mishap(kind: $v) }', 'the value does not exist in "Mishap"'],
    ['an input', 'mutation ($v: AddJarInput!) { addJar(input: $v) { id } }', 'to be an object'],
    ['a text', 'query ($v: Int!) { wait(milliseconds: $v) }', 'Int cannot represent'],
  ])('does not echo a variable: %s', async (_, document, reason) => {
    for (const v of [secret, `${secret}; at "x"; "`, `"; Value "${secret}`]) {
      const [message] = await expectMasked(document, { v }, 'BAD_USER_INPUT');
      expect(message).toContain(reason);
    }
  });

  it.each([
    ['a number', `{ wait(milliseconds: "${secret}") }`],
    ['a day', `{ day(on: "${secret}") }`],
    ['an instant', `{ instant(at: "${secret}") }`],
    ['an enum', `{ mishap(kind: "${secret}") }`],
    ['an unknown enum value', '{ mishap(kind: hunter2) }'],
    ['an input', `mutation { addJar(input: "${secret}") { id } }`],
    ['an argument too many', `{ day(on: "2026-09-01", too: "${secret}") }`],
  ])('does not echo a literal: %s', async (_, document) => {
    await expectMasked(document, {}, 'GRAPHQL_VALIDATION_FAILED');
  });

  it('says which part of an input is wrong', async () => {
    const filling = { filledOn: '2026-02-30' };
    const input = { shelfId: newId(), label: 'humbugs', filling };
    expect(await expectMasked(addJar, { input }, 'BAD_USER_INPUT')).toEqual([
      'Variable "$input" is not valid at "input.filling": ' +
        'Field "sweets" of required type "Int!" was not provided.',
      'Variable "$input" is not valid at "input.filling.filledOn": ' +
        'A Date is a real day from 1900 to 2200, written 2026-09-01.',
    ]);
  });

  it('does not help to guess the schema', async () => {
    for (const document of [
      '{ jar { id } }',
      '{ jarz { totalCount } }',
      '{ jars(frist: 1) { totalCount } }',
      'query ($v: Intt) { jars(first: $v) { totalCount } }',
      '{ mishap(kind: THROWN_EROR) }',
      '{ jars { edges { node { lable } } } }',
      '{ ... on Jarr { id } }',
    ]) {
      await expectMasked(document, {}, 'GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('has a code for what is no document at all', async () => {
    await expectMasked('{', {}, 'GRAPHQL_PARSE_FAILED');
    await expectMasked(`{ echo(text: "${secret}) }`, {}, 'GRAPHQL_PARSE_FAILED');
    const deep = `{ jars ${'{ edges { node '.repeat(5_000)}`;
    expect(await expectMasked(deep, {}, 'GRAPHQL_PARSE_FAILED')).toEqual([
      'The document nests too deep.',
    ]);
    await expectMasked(
      'query A { __typename } query B { __typename }',
      {},
      'OPERATION_RESOLUTION_FAILURE',
    );
    await expectMasked('', {}, 'BAD_REQUEST');
  });

  it('refuses persisted queries as what they are here, a bad request', async () => {
    const body = JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
    });
    const response = await example.post(body, example.vouchFor(viewer, body));
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST', requestId: viewer.requestId } }],
    });
  });

  it('tells a row of another trust and a row that is not there in the same words', async () => {
    const { jarIds } = await aShelf(example.database.name, aViewer(), [{ label: 'theirs' }]);
    const answers = await Promise.all(
      [jarIds[0], newId(), 'no id', '{"'].map((id) =>
        example.ask(viewer, 'query ($id: ID!) { jar(id: $id) { id } }', { id }),
      ),
    );
    expect(answers[0]?.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
