import { describe, expect, it } from '@jest/globals';
import { type ClientAnswer, testGateway, type TestGateway } from '../testing/test-gateway.ts';

const withApollo = testGateway();
const withHive = testGateway({ PLANNER: 'hive' });

const requestId = expect.any(String) as unknown;

/** An answer without what is new in each. */
const plain = ({ data, errors }: ClientAnswer) => ({
  data,
  errors: errors?.map(({ message, path, extensions }) => {
    const told = 'requestId' in extensions ? { ...extensions, requestId } : extensions;
    return { message, path, extensions: told };
  }),
});

const ask = async (gateway: TestGateway, query: string, variables: object, scopes: string[]) =>
  plain(await gateway.ask(await gateway.tokenWith(...scopes), query, variables));

describe('the gateway answers with either planner', () => {
  it.each<[string, string, object?, string[]?]>([
    ['one subgraph', '{ people { id name school { name } } }'],
    [
      'all subgraphs',
      '{ people { name goal applications school { name studySpend } } funds { name } }',
    ],
    [
      'abstract types',
      '{ found { __typename ... on Person { goal } ... on School { studySpend } } named { name } }',
    ],
    ['a variable', 'query ($id: ID!) { person(id: $id) { name goal } }', { id: 'ann' }],
    [
      'a condition',
      'query ($with: Boolean!) { people { name goal @include(if: $with) } }',
      { with: false },
    ],
    ['a forbidden field', '{ people { name address goal } }'],
    ['an allowed field', '{ people { name address goal } }', {}, ['staff:private']],
    ['a fault of a subgraph', '{ fail(how: "fault") people { goal } }'],
    [
      'a mutation',
      'mutation { renamePerson(id: "ann", name: "x") { name goal } }',
      {},
      ['staff:write'],
    ],
    ['the gateway itself', '{ rateLimit { cost } people { goal } }'],
    ['the schema', '{ __type(name: "Person") { name } }', {}, ['schema:read']],
    ['a mistake', '{ people { nickname } }'],
  ])('%s', async (_, query, variables = {}, scopes = []) => {
    const byHive = await ask(withHive, query, variables, scopes);

    expect(byHive).toEqual(await ask(withApollo, query, variables, scopes));
    expect(byHive.data ?? byHive.errors).toBeTruthy();
  });

  it('what a subgraph that is down leaves', async () => {
    const [byHive, byApollo] = await Promise.all(
      [withHive, withApollo].map(async (gateway) => {
        gateway.study.misbehaviour = (response) => response.writeHead(503).end();
        const answer = await ask(
          gateway,
          '{ people { name goal school { name studySpend } } }',
          {},
          [],
        );
        gateway.study.misbehaviour = undefined;
        return answer;
      }),
    );

    expect(byHive?.errors?.map(({ path }) => path).sort()).toEqual([
      ['people', 'goal'],
      ['people', 'school', 'studySpend'],
    ]);
    expect(byHive?.data).toEqual(byApollo?.data);
    expect(JSON.stringify(byHive)).not.toContain('_e0');
  });

  it('with one call where one subgraph is asked for several kinds of entities', async () => {
    const query = '{ people { goal school { studySpend } } }';
    const callsOf = async (gateway: TestGateway) => {
      const token = await gateway.tokenWith();
      return gateway.callsDuring(() => gateway.ask(token, query));
    };

    expect(await callsOf(withApollo)).toHaveLength(2);
    expect(await callsOf(withHive)).toHaveLength(2);
  });
});
