import { describe, expect, it } from '@jest/globals';
import { newId } from './ids.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

describe('references to entities', () => {
  const example = testSubgraph(exampleSubgraph);
  const ask = (representations: readonly unknown[]) =>
    example.ask(
      aViewer(),
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: representations },
    );
  const aJar = () => ({ __typename: 'Jar', id: newId() });

  it('are looked up five hundred at a time and no more, in one statement', async () => {
    const fiveHundred = Array.from({ length: 500 }, aJar);
    expect(await example.statementsDuring(() => ask(fiveHundred))).toBe(1);
    const { errors } = await ask([...fiveHundred, aJar()]);
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('are counted when they are written into the document, too', async () => {
    const literals = Array.from({ length: 501 }, () => `{ __typename: "Jar", id: "${newId()}" }`);
    const { errors } = await example.ask(
      aViewer(),
      `{ _entities(representations: [${literals.join(' ')}]) { __typename } }`,
    );
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('are null for what is not there, of another trust or no id at all', async () => {
    const answer = await ask([aJar(), { __typename: 'Jar', id: '1' }, { __typename: 'Jar' }]);
    expect(answer).toEqual({ data: { _entities: [null, null, null] } });
  });

  it('are refused for types that are no entities and ids that are no text', async () => {
    for (const wrong of [
      { __typename: 'PageInfo', id: newId() },
      { __typename: 'Nothing', id: newId() },
      { __typename: 'Jar', id: { nested: true } },
      { id: newId() },
      'Jar',
      7,
    ]) {
      const { errors } = await ask([aJar(), wrong]);
      expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    }
  });
});
