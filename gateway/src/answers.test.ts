import { describe, expect, it } from '@jest/globals';
import { testGateway } from './testing/test-gateway.ts';

const gateway = testGateway();

/** Whatever the fixture subgraphs leak when they fail. */
const leaks = /password|10\.0\.0\.5|QQ123456C|secret\.ts|stack|127\.0\.0\.1|"response"|"detail"/i;

const requestId = expect.any(String) as unknown;

describe('an error of a subgraph', () => {
  const failing = (how: string, token: string) =>
    gateway.ask(token, '{ fail(how: $how) funds { id } }'.replace('$how', JSON.stringify(how)));

  it('passes in its own words when it is a fault meant for the caller', async () => {
    const { data, errors } = await failing('fault', await gateway.tokenWith());

    expect(data).toEqual({ fail: null, funds: [{ id: 'f1' }] });
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'There is no fund with that id.',
        path: ['fail'],
        extensions: { code: 'NOT_FOUND', requestId },
      }),
    ]);
  });

  it.each(['plain', 'coded', 'validation'])('says nothing of our insides (%s)', async (how) => {
    const { data, errors } = await failing(how, await gateway.tokenWith());

    expect(data).toEqual({ fail: null, funds: [{ id: 'f1' }] });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toMatch(leaks);
    expect(errors?.[0]).toMatchObject({
      path: ['fail'],
      extensions: { code: how === 'coded' ? 'NOT_FOUND' : 'INTERNAL_SERVER_ERROR', requestId },
    });
  });

  it('points at the item of a list that it is about', async () => {
    gateway.study.misbehaviour = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          data: { _entities: [{ goal: 'a' }, { goal: null }, { goal: 'c' }] },
          errors: [
            { message: 'x', path: ['_entities', 1, 'goal'], extensions: { code: 'CONFLICT' } },
          ],
        }),
      );
    };

    const { data, errors } = await gateway.ask(await gateway.tokenWith(), '{ people { goal } }');

    expect(data).toEqual({ people: [{ goal: 'a' }, { goal: null }, { goal: 'c' }] });
    expect(errors).toMatchObject([
      {
        message: 'Somebody else changed the same thing first.',
        path: ['people', 1, 'goal'],
        extensions: { code: 'CONFLICT' },
      },
    ]);
  });

  it('about a null that was promised not to be is no extension of the answer', async () => {
    const token = await gateway.tokenWith();
    await gateway.ask(token, '{ people { name } }');
    gateway.people.misbehaviour = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"data":{"people":[{"name":null}]}}');
    };

    expect(await gateway.ask(token, '{ people { name } }')).toEqual({ data: null });
  });
});

describe('errors of one answer', () => {
  it('are ten at most', async () => {
    const token = await gateway.tokenWith();
    const fields = Array.from({ length: 20 }, (_, index) => `f${index}: fail(how: "fault")`);

    const { data, errors } = await gateway.ask(token, `{ ${fields.join(' ')} }`);

    expect(Object.keys(data ?? {})).toHaveLength(20);
    expect(errors).toHaveLength(10);
  });

  it('are ten at most when the document is all wrong', async () => {
    const token = await gateway.tokenWith();
    const fields = Array.from({ length: 500 }, (_, index) => `nothing${index}`);

    const query = `{ people { ${fields.join(' ')} } }`;
    const { errors } = await gateway.ask(token, query);

    expect(errors).toHaveLength(10);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a request that is wrong', () => {
  const refused = async (query: string, variables: object = {}) => {
    const { data, errors } = await gateway.ask(await gateway.tokenWith(), query, variables);
    expect(data).toBeUndefined();
    return { code: errors?.[0]?.extensions['code'], text: JSON.stringify(errors) };
  };

  it('is told no field that it nearly named', async () => {
    const { code, text } = await refused('{ pepole { id } }');

    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(text).not.toMatch(/did you mean|people/i);
  });

  it('does not hear its variables again', async () => {
    const { code, text } = await refused('query ($id: ID!) { person(id: $id) { id } }', {
      id: { secret: 'QQ123456C' },
    });

    expect(code).toBe('BAD_USER_INPUT');
    expect(text).not.toMatch(leaks);
  });

  it('may not hold broken text, in variables or in the document', async () => {
    const variable = 'query ($id: ID!) { person(id: $id) { id } }';

    const response = await gateway.post(
      `{"query":${JSON.stringify(variable)},"variables":{"id":"a\\u0000b"}}`,
      { authorization: `Bearer ${await gateway.tokenWith()}` },
    );
    expect(response.status).toBe(400);
    const literal = await refused('{ person(id: "a\\u0000b") { id } }');
    expect(literal.code).toBe('BAD_USER_INPUT');
    expect(literal.text).not.toContain('http');
    expect((await refused('{ person(id: "a\\uD800b") { id } }')).code).toMatch(
      /BAD_USER_INPUT|GRAPHQL_PARSE_FAILED/,
    );
  });

  it('may not ask for subgraphs’ own fields', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
      '{ identityProvider(issuer: "x") { jwksUri } }',
      '{ principalOfToken(issuer: "x", subject: "y") { scopes } }',
    ]) {
      expect((await refused(query)).code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it.each([
    ['two fragments a level', '...F$ ...F$'],
    ['two aliases a level', 'a: manager { ...F$ } b: manager { ...F$ }'],
  ])('unfolds to too much: %s, and is refused in no time', async (_, body) => {
    const token = await gateway.tokenWith();
    const levels = Array.from({ length: 24 }, (_level, index) => {
      const inner = body.replaceAll('$', String(index + 1));
      return `fragment F${index} on Person { manager { ${inner} } }`;
    });
    const query = `{ people { ...F0 } } ${levels.join(' ')} fragment F24 on Person { id }`;
    await gateway.ask(token, '{ people { id } }');
    const started = performance.now();

    const { errors } = await gateway.ask(token, query);

    expect(performance.now() - started).toBeLessThan(5_000); // unfolded it has 16 million fields
    expect(errors?.[0]?.extensions['code']).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
  });

  it('names no operation of its document', async () => {
    const authorization = `Bearer ${await gateway.tokenWith()}`;
    const two = 'query A { people { id } } query B { people { id } }';

    for (const body of [
      { query: two },
      { query: two, operationName: 'C' },
      { query: 'fragment F on Person { id }' },
    ]) {
      const accept = 'application/graphql-response+json';
      const response = await gateway.post(JSON.stringify(body), { authorization, accept });
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(
        /OPERATION_RESOLUTION_FAILURE|GRAPHQL_VALIDATION_FAILED/,
      );
    }
    const named = await gateway.post(JSON.stringify({ query: two, operationName: 'B' }), {
      authorization,
    });
    expect(named.status).toBe(200);
  });

  it('goes in circles and is refused in no time', async () => {
    const { code } = await refused(
      '{ people { ...A } } fragment A on Person { ...B } fragment B on Person { ...A }',
    );

    expect(code).toMatch(/GRAPHQL_VALIDATION_FAILED|MAX_RECURSIVE/);
  });

  it('is longer than any honest document', async () => {
    expect((await refused(`{ people { ${'name '.repeat(6_000)} } }`)).code).toBe(
      'MAX_TOKENS_LIMIT',
    );
  });
});

describe('the schema', () => {
  it('is shown to callers with schema:read alone', async () => {
    const query = '{ __schema { queryType { name } } }';
    const hidden = [
      query,
      '{ alias: __type(name: "Person") { name } }',
      '{ ...F } fragment F on Query { __schema { queryType { name } } }',
    ];
    const plain = await gateway.tokenWith();

    for (const asked of hidden) {
      const { data, errors } = await gateway.ask(plain, asked);
      expect(data).toBeUndefined();
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
    expect((await gateway.ask(await gateway.tokenWith('schema:read'), query)).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await gateway.ask(plain, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('a request that is no GraphQL over HTTP', () => {
  const statusOf = async (body: string, headers: Readonly<Record<string, string>>) => {
    const authorization = `Bearer ${await gateway.tokenWith()}`;
    return (await gateway.post(body, { authorization, ...headers })).status;
  };

  it('is refused by kind', async () => {
    const query = '{"query":"{ __typename }"}';

    expect(await statusOf(`[${query},${query}]`, {})).toBe(400);
    expect(await statusOf('{', {})).toBe(400);
    expect(await statusOf('{}', {})).toBe(400);
    expect(await statusOf(query, { 'content-encoding': 'gzip' })).toBe(415);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json; charset=utf-7',
    ]) {
      expect(await statusOf(query, { 'content-type': type })).toBe(415);
    }
    expect((await fetch(`${gateway.origin}/.env`)).status).toBe(404);
  });

  it('is not read to its end when it is too large', async () => {
    const body = `{"query":"${' '.repeat(40_000_000)}"}`;

    const outcome = await statusOf(body, {}).catch(() => 'cut off');

    expect([413, 'cut off']).toContain(outcome);
  });
});
