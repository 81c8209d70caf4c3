import { describe, expect, it } from '@jest/globals';
import { newId } from './ids.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { type Answer, testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const example = testSubgraph(exampleSubgraph);
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];
const echo = (text: string) =>
  example.ask(aViewer(), 'query ($text: String!) { echo(text: $text) }', { text });

describe('text that a client sends', () => {
  it.each([
    '',
    'Zoë',
    'e\u0301',
    '🍬👩‍🏫',
    '\u202Eright to left',
    '\uFFFD',
    "' OR 1=1 --",
    '\\',
    '\t\n',
  ])('comes back from PostgreSQL as it was: %j', async (text) => {
    expect((await echo(text)).data).toEqual({ echo: text });
  });

  it.each(['a\0b', '\ud83c', '\udf6c', 'a\ud83cb', '\udf6c\ud83c'])(
    'is refused where PostgreSQL could not hold it: %j',
    async (text) => {
      expect(codeOf(await echo(text))).toBe('BAD_USER_INPUT');
    },
  );

  it('is refused at any depth', async () => {
    const query = 'mutation ($input: AddJarInput!) { addJar(input: $input) { id } }';
    for (const input of [{ filling: { filledOn: 'a\0' } }, { filling: [['\ud83c']] }]) {
      expect(codeOf(await example.ask(aViewer(), query, { input }))).toBe('BAD_USER_INPUT');
    }
  });

  it('is refused as a key of a reference', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    const representations = [{ __typename: 'Jar', id: newId(), 'a\0': 1 }];
    const answer = await example.ask(aViewer(), query, { r: representations });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  });

  it('is refused when it is written into the document, plain or as a block', async () => {
    for (const literal of ['"a\\u0000b"', '"a\\u{0}b"', '"""a\0b"""', '"\\ud83c"', '"\ud83c"']) {
      const answer = await example.ask(aViewer(), `{ echo(text: ${literal}) }`);
      expect(['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED']).toContain(codeOf(answer));
    }
  });

  it('is refused as a bad request, not as a failure of the server', async () => {
    for (const body of [
      JSON.stringify({ query: '{ echo(text: "a\\u0000b") }' }),
      '{"query":"query ($text: String!) { echo(text: $text) }","variables":{"text":"\\u0000"}}',
    ]) {
      expect((await example.post(body, example.vouchFor(aViewer(), body))).status).toBe(400);
    }
  });

  it('nests in variables as deep as anybody needs and no deeper', async () => {
    const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    for (const depth of [100, 400_000]) {
      const body = `{"query":"{ __typename }","variables":{"x":${nested(depth)}}}`;
      const response = await example.post(body, example.vouchFor(aViewer(), body));
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
    }
    const body = `{"query":"{ __typename }","variables":{"x":${nested(60)}}}`;
    expect((await example.post(body, example.vouchFor(aViewer(), body))).status).toBe(200);
  });
});

describe('a document that comes again', () => {
  it('is refused again where its own text is broken, and taken again where it is not', async () => {
    const asked = (text: string) => example.ask(aViewer(), `{ echo(text: "${text}") }`);

    for (let time = 0; time < 2; time += 1) {
      expect(codeOf(await asked(String.raw`\u0000`))).toBe('BAD_USER_INPUT');
      expect((await asked('good')).data).toEqual({ echo: 'good' });
    }
  });
});
