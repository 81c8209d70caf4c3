import { describe, expect, it } from '@jest/globals';
import { aPrincipal } from '../testing/fixture-graph.ts';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { composeSupergraph } from './composition.ts';

const gateway = testGateway();

const first = composeSupergraph(fixtureSchemas);
/** The same graph with one field less. */
const second = composeSupergraph(
  new Map(fixtureSchemas).set(
    'study',
    (fixtureSchemas.get('study') ?? '').replace('  goal: String\n', ''),
  ),
);

const hasGoal = async (token: string) =>
  (await gateway.ask(token, '{ person(id: "ann") { goal } }')).errors === undefined;

const serve = async (sdl: string) => {
  gateway.writeSupergraph(sdl);
  await gateway.running.reload();
};

describe('a new supergraph', () => {
  it('is served from then on, and the old one again after it', async () => {
    const token = await gateway.tokenWith();
    expect(await hasGoal(token)).toBe(true);

    await serve(second);
    expect(await hasGoal(token)).toBe(false);

    await serve(first);
    expect(await hasGoal(token)).toBe(true);
  });

  it('is found without being told of it', async () => {
    const token = await gateway.tokenWith();
    gateway.writeSupergraph(second);

    for (let attempt = 0; attempt < 40 && (await hasGoal(token)); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    expect(await hasGoal(token)).toBe(false);
    await serve(first);
  });

  it.each([
    ['nothing', ''],
    ['half of it', first.slice(0, first.length / 2)],
    ['no GraphQL', 'lorem ipsum'],
    ['GraphQL that is no supergraph', 'type Query { a: Int }'],
    ['a subgraph without an address', first.replaceAll('"study"', '"payroll"')],
    [
      'a security feature that nobody enforces',
      first.replace('requiresScopes/v0.1"', 'policy/v0.1"'),
    ],
  ])('that is %s is refused, and the old one stays', async (_, bad) => {
    const token = await gateway.tokenWith();

    await serve(bad);

    expect(await hasGoal(token)).toBe(true);
    const { data } = await gateway.ask(token, '{ people { goal address } funds { id } }');
    expect(data).toMatchObject({ funds: [{ id: 'f1' }] });
  });

  it('drops no request under load, those under way included', async () => {
    const tireless = gateway.addPerson({ ...aPrincipal(), hourlyCost: 1_000_000_000 });
    const token = await gateway.issuer.token(tireless, gateway.now());
    const outcomes: string[] = [];
    let loading = true;
    const load = async () => {
      while (loading) {
        const { errors } = await gateway.ask(
          token,
          '{ people { name school { name } } funds { id } }',
        );
        outcomes.push(errors ? JSON.stringify(errors) : 'ok');
      }
    };
    const clients = Array.from({ length: 8 }, load);

    for (const sdl of [second, first, 'lorem', second, first]) {
      await serve(sdl);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    loading = false;
    await Promise.all(clients);

    expect(outcomes.length).toBeGreaterThan(50);
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
  });

  it('does not change what a request under way was promised', async () => {
    const token = await gateway.tokenWith();
    const query = '{ person(id: "ann") { name goal } }';
    await gateway.ask(token, '{ funds { id } }'); // signed in
    let answerLate: (() => void) | undefined;
    gateway.people.misbehaviour = (response) => {
      gateway.people.misbehaviour = undefined;
      answerLate = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"data":{"person":{"__typename":"Person","id":"ann","name":"Ann"}}}');
      };
    };
    const underWay = gateway.ask(token, query);
    while (!answerLate) await new Promise((resolve) => setTimeout(resolve, 5));

    await serve(second);
    answerLate();

    expect(await underWay).toEqual({ data: { person: { name: 'Ann', goal: 'Goal of ann' } } });
    await serve(first);
  });
});
