import { describe, expect, it } from '@jest/globals';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { composeSupergraph } from './composition.ts';

const gateway = testGateway();

/** Types that two subgraphs know, behind an interface that leads from one to the next. */
const stepsOf = (subgraph: string) => `
  extend type Query { step: Step @shareable }
  interface Step { id: ID! step: Step }
  ${[0, 1, 2, 3]
    .map(
      (type) => `type Step${type} implements Step @key(fields: "id") {
        id: ID! step: Step @shareable ${subgraph}Says: Int }`,
    )
    .join(' ')}`;

const withSteps = new Map(
  [...fixtureSchemas].map(([name, sdl]) => [
    name,
    name === 'people' || name === 'study' ? `${sdl}${stepsOf(name)}` : sdl,
  ]),
);

describe('an operation that there are too many ways to answer', () => {
  it('is refused with COST_LIMIT, and the next one answered', async () => {
    gateway.writeSupergraph(composeSupergraph(withSteps));
    await gateway.running.reload();
    const token = await gateway.tokenWith();
    const types = [0, 1, 2, 3].map((type) => `... on Step${type} { peopleSays }`).join(' ');
    const query = `{ ${'step { '.repeat(6)} id ${types} ${'} '.repeat(6)} }`;

    const asked: string[] = await gateway.callsDuring(async () => {
      const { data, errors } = await gateway.ask(token, query);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([
        {
          message: 'There are too many ways to answer the operation: ask for less at once.',
          extensions: { code: 'COST_LIMIT' },
        },
      ]);
    });

    expect(asked).toEqual([]);
    expect((await gateway.ask(token, '{ people { id } }')).errors).toBeUndefined();
  });
});
