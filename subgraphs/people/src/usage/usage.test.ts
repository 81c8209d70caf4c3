import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { gateway } from '../access/testing.ts';
import { newId } from '@trellis/subgraph-kit/ids';
import { testPeople } from '../testing.ts';

const people = testPeople();

const mutation = 'mutation ($usages: [UsageInput!]!) { recordUsage(usages: $usages) }';
const thisHour = () => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();

async function report(usages: readonly object[]): Promise<unknown> {
  const { recordUsage } = await people.data<{ recordUsage: unknown }>(gateway, mutation, {
    usages,
  });
  return recordUsage;
}

describe('what callers spend', () => {
  it('is added up over gateways, for each caller and hour', async () => {
    const trust = await people.trust();
    const [ann, ben] = [newId(), newId()];
    const spent = (principalId: string, points: number, at = thisHour()) => ({
      trustId: trust.id,
      principalId,
      hour: at,
      points,
    });

    expect(await report([spent(ann, 100), spent(ben, 5)])).toEqual([100, 5]);
    expect(await report([spent(ben, 7), spent(ann, 50)])).toEqual([12, 150]);
    const next = new Date(Date.parse(thisHour()) + 3_600_000).toISOString();
    expect(await report([spent(ann, 3, next)])).toEqual([3]);
    const many = Array.from({ length: 8 }, () => report([spent(ann, 10), spent(ben, 10)]));
    await Promise.all(many);
    expect(await report([spent(ann, 0), spent(ben, 0)])).toEqual([230, 92]);
  });

  it('is forgotten after two days', async () => {
    const trust = await people.trust();
    const hour = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const old = { trustId: trust.id, principalId: newId(), hour, points: 9 };

    expect(await report([old])).toEqual([9]);
    expect(await report([old])).toEqual([9]);
  });

  it('is told by the gateway alone', async () => {
    const somebody = aViewer({ scopes: ['trust:read'] });

    expect(await people.codes(somebody, mutation, { usages: [] })).toEqual(['FORBIDDEN']);
  });
});
