import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { day, testPeople, type TestTrust } from '../testing.ts';
import type { RoleName } from './role.scopes.ts';

const people = testPeople();

const grant = (
  trust: TestTrust,
  personId: string,
  role: RoleName,
  endsOn: string | null = null,
) => {
  const schoolId = role === 'HEAD' ? (trust.schools[0]?.id ?? null) : null;
  const given = { id: newId(), personId, role, schoolId, startsOn: day(-10), endsOn };
  return people.access(trust, (access) => access.grantRoles(trust.central, [given]));
};

const found = async (trust: TestTrust, ids: readonly string[]) => {
  const { _entities } = await people.data<{ _entities: unknown[] }>(
    trust.central,
    'query ($them: [_Any!]!) { _entities(representations: $them) { __typename } }',
    { them: ids.map((id) => ({ __typename: 'Approver', id })) },
  );
  return _entities.map((one) => one !== null);
};

describe('who may approve what goes round the rules', () => {
  it('is a head or one of the people team of the trust, today', async () => {
    const trust = await people.trust();
    const [head, central, former, finance, teacher] = [
      ...[await people.hire(trust), await people.hire(trust), await people.hire(trust)],
      ...[await people.hire(trust), await people.hire(trust)],
    ].map(({ id }) => id);
    if (!head || !central || !former || !finance || !teacher) throw new Error('five people');
    await grant(trust, head, 'HEAD');
    await grant(trust, central, 'PEOPLE_TEAM');
    await grant(trust, former, 'PEOPLE_TEAM', day(0));
    await grant(trust, finance, 'FINANCE');
    const all = [head, central, former, finance, teacher, newId(), 'no id'];

    expect(await found(trust, all)).toEqual([true, true, false, false, false, false, false]);
    expect(await found(await people.trust(), all)).toEqual(all.map(() => false));
  });
});
