import { describe, expect, it } from '@jest/globals';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

const forbidden = (...path: (string | number)[]) =>
  expect.objectContaining({
    path,
    extensions: expect.objectContaining({ code: 'FORBIDDEN' }) as object,
  }) as object;

describe('a field that the caller may not read', () => {
  it('is null with FORBIDDEN at its path, and the rest of the answer stands', async () => {
    const token = await gateway.tokenWith();

    const answer = await gateway.ask(
      token,
      '{ person(id: "ann") { name awards { amountPence } goal } }',
    );

    expect(answer.data).toEqual({
      person: { name: 'Name of ann', awards: null, goal: 'Goal of ann' },
    });
    expect(answer.errors).toEqual([forbidden('person', 'awards')]);
  });

  it('costs no subgraph call', async () => {
    const token = await gateway.tokenWith();

    const calls = await gateway.callsDuring(() =>
      gateway.ask(token, '{ person(id: "ann") { name awards { amountPence } } }'),
    );

    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^people /);
    expect(calls[0]).not.toContain('awards');
  });

  it('is answered to a caller with the scope', async () => {
    const token = await gateway.tokenWith('award:read');

    const { data, errors } = await gateway.ask(
      token,
      '{ person(id: "ann") { awards { amountPence } } }',
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({ person: { awards: [{ amountPence: 5000 }] } });
  });

  it('has one error under a list, at the path without indices', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(token, '{ people { id address } }');

    expect(data).toEqual({
      people: ['ann', 'ben', 'cy'].map((id) => ({ id, address: null })),
    });
    expect(errors).toEqual([forbidden('people', 'address')]);
  });

  it('has an error for each alias, in the order of the document', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      '{ a: person(id: "ann") { first: address id second: address } }',
    );

    expect(JSON.stringify(data)).toBe('{"a":{"first":null,"id":"ann","second":null}}');
    expect(errors).toEqual([forbidden('a', 'first'), forbidden('a', 'second')]);
  });

  it('is not there at all when the operation leaves it out', async () => {
    const token = await gateway.tokenWith();
    const query =
      'query ($with: Boolean = false) { person(id: "ann") { id address @include(if: $with) } }';

    expect(await gateway.ask(token, query)).toEqual({ data: { person: { id: 'ann' } } });
    const { data, errors } = await gateway.ask(token, query, { with: true });
    expect(data).toEqual({ person: { id: 'ann', address: null } });
    expect(errors).toEqual([forbidden('person', 'address')]);
  });

  it('is found in fragments, named or not, however they nest', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      `query { person(id: "ann") { ...Outer } }
       fragment Outer on Person { ... { id ...Inner } }
       fragment Inner on Person { address manager { address name } }`,
    );

    expect(data).toEqual({
      person: { id: 'ann', address: null, manager: { address: null, name: 'Name of ben' } },
    });
    expect(errors).toEqual([
      forbidden('person', 'address'),
      forbidden('person', 'manager', 'address'),
    ]);
  });

  it('leaves an object of its nulls when nothing else was asked of it', async () => {
    const token = await gateway.tokenWith();

    expect((await gateway.ask(token, '{ person(id: "ann") { address } }')).data).toEqual({
      person: { address: null },
    });
    expect((await gateway.ask(token, '{ person(id: "none") { address } }')).data).toEqual({
      person: null,
    });
  });
});

describe('a denied field that promised not to be null', () => {
  it('takes its parent with it', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      '{ person(id: "ann") { id payBand } funds { id } }',
    );

    expect(data).toEqual({ person: null, funds: [{ id: 'f1' }] });
    expect(errors).toEqual([forbidden('person', 'payBand')]);
  });

  it('takes only the items of a list that may be null', async () => {
    const token = await gateway.tokenWith();

    const { data } = await gateway.ask(token, '{ schools { id maybeStaff { payBand } } }');

    expect(data).toEqual({
      schools: ['1', '2'].map((id) => ({ id, maybeStaff: [null, null, null] })),
    });
  });

  it('takes everything above that promised the same, up to the whole answer', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      '{ schools { staff { payBand } } funds { id } }',
    );

    expect(data).toBeNull();
    expect(errors).toEqual([forbidden('schools', 'staff', 'payBand')]);
  });

  it('takes the whole answer without a call when it is at the root', async () => {
    const token = await gateway.tokenWith();
    let data: unknown = undefined;

    const calls = await gateway.callsDuring(async () => {
      ({ data } = await gateway.ask(token, '{ mustHave funds { id } }'));
    });

    expect(data).toBeNull();
    expect(calls).toEqual([]);
  });
});

describe('types behind an interface or a union', () => {
  it('deny what their own type denies, and nothing of the others', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      `{ found { __typename ... on Person { id address } ... on School { id name } } }`,
    );

    expect(data).toEqual({
      found: [
        { __typename: 'Person', id: 'ann', address: null },
        { __typename: 'School', id: '1', name: 'School 1' },
      ],
    });
    expect(errors).toEqual([forbidden('found', 'address')]);
  });

  it('may be told apart by those who may read nothing of them', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(
      token,
      '{ hidden { ... on Vault { __typename gold } } }',
    );

    expect(data).toEqual({ hidden: [{ __typename: 'Vault', gold: null }] });
    expect(errors).toEqual([forbidden('hidden', 'gold')]);
  });

  it('do not say more than was asked', async () => {
    const token = await gateway.tokenWith();

    const { data } = await gateway.ask(token, '{ named { name ... on Person { address } } }');

    expect(data).toEqual({
      named: [{ name: 'Name of ann', address: null }, { name: 'School 1' }],
    });
  });
});

describe('what a rule can say', () => {
  it('wants all scopes of one set, or all of another', async () => {
    const read = async (...scopes: string[]) =>
      (await gateway.ask(await gateway.tokenWith(...scopes), '{ either }')).data;

    expect(await read()).toEqual({ either: null });
    expect(await read('trust:read')).toEqual({ either: null });
    expect(await read('trust:read', 'spend:read')).toEqual({ either: 2 });
    expect(await read('everything')).toEqual({ either: 2 });
  });

  it('guards every field that answers with a guarded type', async () => {
    const token = await gateway.tokenWith();

    const { data, errors } = await gateway.ask(token, '{ vault { gold } }');

    expect(data).toEqual({ vault: null });
    expect(errors).toEqual([forbidden('vault')]);
    expect(
      (await gateway.ask(await gateway.tokenWith('staff:private'), '{ vault { gold } }')).data,
    ).toEqual({
      vault: { gold: 3 },
    });
  });
});

describe('a mutation that the caller may not make', () => {
  it('never reaches a subgraph', async () => {
    const token = await gateway.tokenWith();
    const rename = 'mutation { renamePerson(id: "ann", name: "x") { id } }';
    let answer: unknown = undefined;

    const calls = await gateway.callsDuring(async () => {
      answer = await gateway.ask(token, rename);
    });

    expect(calls).toEqual([]);
    expect(answer).toEqual({ data: null, errors: [forbidden('renamePerson')] });
    expect((await gateway.ask(await gateway.tokenWith('staff:write'), rename)).data).toEqual({
      renamePerson: { id: 'ann' },
    });
  });

  it('keeps the others of the operation from happening, for their results would be lost', async () => {
    const token = await gateway.tokenWith();

    const calls = await gateway.callsDuring(() =>
      gateway.ask(token, 'mutation { touch renamePerson(id: "ann", name: "x") { id } }'),
    );

    expect(calls).toEqual([]);
  });
});

describe('callers with different scopes', () => {
  it('do not get each other’s answers to the same operation', async () => {
    const query = '{ person(id: "ann") { address } }';
    const plain = await gateway.tokenWith();
    const privileged = await gateway.tokenWith('staff:private');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => gateway.ask(index % 2 ? plain : privileged, query)),
    );

    answers.forEach(({ data }, index) => {
      expect(data).toEqual({ person: { address: index % 2 ? null : '1 Secret Street' } });
    });
  });
});
