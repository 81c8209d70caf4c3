import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

const times = (count: number, piece: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => piece(index)).join(between);

async function codeOf(query: string, variables: object = {}): Promise<unknown> {
  const { data, errors } = await gateway.ask(await gateway.tokenWith(), query, variables);
  if (!errors) return 'answered';
  expect(data).toBeUndefined();
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions['code'];
}

describe('an operation', () => {
  it('has at most 5,000 tokens and 100,000 characters', async () => {
    expect(await codeOf(`{ people { ${'name '.repeat(5_000)} } }`)).toBe('MAX_TOKENS_LIMIT');
    expect(await codeOf(`{ people { id } } # ${'x'.repeat(100_000)}`)).toBe('MAX_TOKENS_LIMIT');
    const text = `{ person(id: "${'x'.repeat(900_000)}") { id } }`;
    expect(await codeOf(text)).toBe('MAX_TOKENS_LIMIT');
  });

  it('nests brackets at most 200 deep, whatever brackets they are', async () => {
    const nested = (depth: number) =>
      `{ person(id: ${'['.repeat(depth)}${']'.repeat(depth)}) { id } }`;

    expect(await codeOf(nested(2_400))).toBe('MAX_RECURSION_LIMIT');
    expect(await codeOf(nested(199))).toBe('MAX_RECURSION_LIMIT');
    expect(await codeOf(nested(190))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf('{'.repeat(2_000))).toBe('MAX_RECURSION_LIMIT');
    expect(await codeOf(`{ person(id: "${'['.repeat(300)}") { id } }`)).toBe('answered');
  });

  it('nests fields at most 15 deep, through fragments too', async () => {
    const managers = (depth: number) =>
      `{ person(id: "ann") { ${'manager { '.repeat(depth - 2)} id ${'} '.repeat(depth - 2)} } }`;
    const throughFragments = `{ person(id: "ann") { ...F0 } } ${times(
      15,
      (index) => `fragment F${index} on Person { manager { ...F${index + 1} } }`,
    )} fragment F15 on Person { id }`;

    expect(await codeOf(managers(15))).toBe('answered');
    expect(await codeOf(managers(16))).toBe('MAX_DEPTH_LIMIT');
    expect(await codeOf(managers(60))).toBe('MAX_DEPTH_LIMIT');
    expect(await codeOf(throughFragments)).toBe('MAX_DEPTH_LIMIT');
  });

  it('has at most 30 aliases, those of __typename and of fragments included', async () => {
    const aliases = (count: number) =>
      `{ person(id: "ann") { ${times(count, (index) => `a${index}: __typename`)} } }`;
    const spread = `{ p: person(id: "ann") { ...A manager { ...A manager { ...A } } } }
      fragment A on Person { ${times(10, (index) => `a${index}: name`)} }`;

    expect(await codeOf(aliases(30))).toBe('answered');
    expect(await codeOf(aliases(31))).toBe('MAX_ALIASES_LIMIT');
    expect(await codeOf(aliases(900))).toBe('MAX_ALIASES_LIMIT');
    expect(await codeOf(spread)).toBe('MAX_ALIASES_LIMIT');
  });

  it('has at most 20 fields at its root', async () => {
    const inFragment = `{ ...Q } fragment Q on Query { ${'__typename '.repeat(21)} }`;

    expect(await codeOf(`{ ${'__typename '.repeat(20)} }`)).toBe('answered');
    expect(await codeOf(`{ ${'__typename '.repeat(50)} }`)).toBe('MAX_ROOT_FIELDS_LIMIT');
    expect(await codeOf(inFragment)).toBe('MAX_ROOT_FIELDS_LIMIT');
  });

  it('has at most 50 directives, known or not', async () => {
    const included = (count: number) =>
      `{ people { ${times(count, () => 'name @include(if: true)')} } }`;

    expect(await codeOf(included(50))).toBe('answered');
    expect(await codeOf(included(51))).toBe('MAX_DIRECTIVES_LIMIT');
    expect(await codeOf(`{ people { name ${'@aa '.repeat(1_000)} } }`)).toBe(
      'MAX_DIRECTIVES_LIMIT',
    );
  });

  it('unfolds to at most 1,000 fields', async () => {
    const managers = (fields: number) =>
      `{ people { ${times(30, (index) => `m${index}: manager { ${'id '.repeat(fields)} }`)} } }`;

    expect(await codeOf(managers(32))).toBe('answered');
    expect(await codeOf(managers(33))).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
  });

  it('has at most 60 fragments', async () => {
    const fragments = (count: number) =>
      `{ people { ${times(count, (index) => `...F${index}`)} } }
       ${times(count, (index) => `fragment F${index} on Person { name }`)}`;

    expect(await codeOf(fragments(60))).toBe('answered');
    expect(await codeOf(fragments(61))).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
  });

  it('asks for one field at most 200 times in one place, however it is written', async () => {
    const names = (count: number) => `{ people { ${'name '.repeat(count)} } }`;
    const inOneAnother = (count: number) => `{ people { ${'manager { id } '.repeat(count)} } }`;
    const inline = (count: number) => `{ people { ${'... { name } '.repeat(count)} } }`;
    const spread = (count: number) =>
      `{ people { ...F name ...F } } fragment F on Person { ${'name '.repeat(count)} }`;

    for (const repeated of [names, inline]) {
      expect(await codeOf(repeated(200))).toBe('answered');
      expect(await codeOf(repeated(201))).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
    }
    expect(await codeOf(spread(199))).toBe('answered');
    expect(await codeOf(spread(200))).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
    expect(await codeOf(inOneAnother(141))).toBe('answered');
    expect(await codeOf(inOneAnother(142))).toBe('MAX_RECURSIVE_SELECTIONS_EXCEEDED');
  });

  it('goes round in circles and is no endless work', async () => {
    expect(await codeOf('{ people { ...A } } fragment A on Person { manager { ...A } }')).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('may not amount to too much, however few fields it names', async () => {
    const staff = (depth: number) =>
      `{ schools { ${'staff { school { '.repeat(depth)} id ${'} } '.repeat(depth)} } }`;

    expect(await codeOf(staff(3))).toBe('answered');
    const { errors } = await gateway.ask(await gateway.tokenWith(), staff(6));
    expect(errors).toMatchObject([{ extensions: { code: 'COST_LIMIT', max: 5_000 } }]);
    expect(Number(errors?.[0]?.extensions['cost'])).toBeGreaterThan(5_000);
  });

  it('asks for pages of 1 to 100, in the document, in a variable and by its default', async () => {
    const asked = 'query ($n: Int) { posts(first: $n) { edges { node { name } } } }';
    const byDefault = 'query ($n: Int = 200) { posts(first: $n) { edges { node { name } } } }';
    const literal = (first: number) => `{ posts(first: ${first}) { edges { node { name } } } }`;

    expect(await codeOf(literal(100))).toBe('answered');
    for (const size of [101, 1_000_000_000, 0, -1]) {
      expect(await codeOf(literal(size))).toBe('BAD_USER_INPUT');
      expect(await codeOf(asked, { n: size })).toBe('BAD_USER_INPUT');
    }
    expect(await codeOf(asked, { n: 5 })).toBe('answered');
    expect(await codeOf(asked)).toBe('answered');
    expect(await codeOf(byDefault)).toBe('BAD_USER_INPUT');
    expect(await codeOf(byDefault, { n: 3 })).toBe('answered');
  });

  it('costs what its pages could hold, one in another', async () => {
    const nested = (outer: number, inner: number) =>
      `query ($inner: Int) { posts(first: ${outer}) { edges { node { posts(first: $inner) {
         edges { node { name } } } } } } rateLimit { cost } } # ${inner}`;
    const costOf = async (outer: number, inner: number) => {
      const token = await gateway.tokenWith();
      const { data } = await gateway.ask(token, nested(outer, inner), { inner });
      return data;
    };

    // An object is 1 point, a name 0.1: 10 + 10 * 20 * 1.1, and the cost itself.
    expect(await costOf(10, 20)).toMatchObject({ rateLimit: { cost: 231 } });
    expect(await codeOf(nested(100, 50), { inner: 50 })).toBe('COST_LIMIT');
    expect(await codeOf(nested(100, 40), { inner: 40 })).toBe('answered');
  });

  it('looks at the schema four times at most, for each look may walk all of it', async () => {
    const looks = (count: number) =>
      `{ ${times(count, (index) => `s${index}: __schema { queryType { name } }`)} people { id } }`;
    const ask = async (count: number) =>
      (await gateway.ask(await gateway.tokenWith('schema:read'), looks(count))).errors;

    expect(await ask(4)).toBeUndefined();
    expect(await ask(5)).toMatchObject([{ extensions: { code: 'COST_LIMIT' } }]);
  });
});

describe('a change', () => {
  it('costs ten points more than what it answers', async () => {
    const token = await gateway.tokenWith();
    const leftAfter = async (query: string) => {
      const body = JSON.stringify({ query });
      const { headers } = await gateway.post(body, { authorization: `Bearer ${token}` });
      return Number(headers.get('ratelimit-remaining'));
    };
    const before = await leftAfter('{ __typename }');

    expect(before - (await leftAfter('mutation { touch }'))).toBe(11);
  });
});

describe('a body', () => {
  const statusOf = async (body: string) => {
    const headers = { authorization: `Bearer ${await gateway.tokenWith('staff:write')}` };
    return (await gateway.post(body, headers)).status;
  };
  const withVariables = (json: string) =>
    `{ "query": "{ people { id } }", "variables": { "unused": ${json} } }`;

  it('holds at most 150,000 values, and is not parsed to find that out', async () => {
    const list = (items: number) => `[${Array.from({ length: items }, () => '1').join()}]`;

    expect(await statusOf(withVariables(list(149_900)))).toBe(200);
    expect(await statusOf(withVariables(list(150_000)))).toBe(413);
    expect(await statusOf(list(150_002).slice(1))).toBe(413);
    expect(await statusOf(`[${'{},'.repeat(100_000)}`)).toBe(413);
  });

  it('that is refused half read leaves its connection of use', async () => {
    const token = await gateway.tokenWith('staff:write');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (body: string): Promise<number | undefined> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const sent = request(`${gateway.origin}/graphql`, { method: 'POST', headers, agent });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };

    expect(await send('['.repeat(900_000))).toBe(400);
    expect(await send('{ "query": "{ people { id } }" }')).toBe(200);
    agent.destroy();
  });

  it('is not counted by what its texts hold', async () => {
    const text = String.raw`"${','.repeat(150_000)}\"${'['.repeat(1_000)}"`;

    expect(await statusOf(withVariables(text))).toBe(200);
  });

  it('nests at most 100 deep, whether or not it is JSON', async () => {
    expect(await statusOf('['.repeat(101))).toBe(400);
    const answer = await gateway.post('['.repeat(101), {
      authorization: `Bearer ${await gateway.tokenWith()}`,
    });
    expect(await answer.json()).toMatchObject({
      errors: [{ message: 'A body nests at most 100 deep.' }],
    });
  });
});
