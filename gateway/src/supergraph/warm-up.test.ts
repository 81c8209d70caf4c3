import { describe, expect, it } from '@jest/globals';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { composeSupergraph } from './composition.ts';

const gateway = testGateway();

const first = composeSupergraph(fixtureSchemas);
const second = composeSupergraph(
  new Map(fixtureSchemas).set(
    'study',
    (fixtureSchemas.get('study') ?? '').replace('  goal: String\n', ''),
  ),
);

const plansMade = async () => {
  const { operationsPort } = gateway.running;
  const text = await (await fetch(`http://127.0.0.1:${operationsPort}/metrics`)).text();
  const counts = text.matchAll(/^gateway_operations_total\{.*plan="made".*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
};

describe('a change of supergraph', () => {
  it('finds the operations in use planned already, and forgets those that it ends', async () => {
    const token = await gateway.tokenWith();
    const [lasting, ending] = ['{ people { name } }', '{ person(id: "ann") { goal } }'];
    await gateway.ask(token, lasting);
    await gateway.ask(token, ending);
    const before = await plansMade();

    gateway.writeSupergraph(second);
    await gateway.running.reload();
    const { data } = await gateway.ask(token, lasting);
    const { errors } = await gateway.ask(token, ending);

    expect(before).toBeGreaterThan(0);
    expect(await plansMade()).toBe(before);
    expect(data?.['people']).toHaveLength(3);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    gateway.writeSupergraph(first);
    await gateway.running.reload();
  });
});
