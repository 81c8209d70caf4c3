import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';
import { termBegan } from './staff-group-outlook.loaders.ts';

const test = new TestOpportunities();
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  central = thePeopleTeam(newId());
});

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on StaffGroupOutlook { openedThisTerm } } }`;

async function opened(viewer: Viewer, ...codes: readonly string[]): Promise<number[]> {
  const representations = codes.map((code) => ({ __typename: 'StaffGroupOutlook', code }));
  const { data } = await test.served.ask<{ _entities: readonly { openedThisTerm: number }[] }>(
    viewer,
    query,
    { representations },
  );
  return data._entities.map(({ openedThisTerm }) => openedThisTerm);
}

const forGroup = (group: string) => ({
  audience: { staffGroups: [group], reason: 'It builds on their work.' },
});

describe('what opened for a staff group this term', () => {
  it('is what was meant for it and took applications since the term began', async () => {
    await test.published(central, { title: 'For cooks', ...forGroup('AUXILIARY') });
    await test.published(central, { title: 'For all' });

    expect(await opened(central, 'AUXILIARY', 'TECHNICIAN')).toEqual([2, 1]);
    test.clock.set('2026-12-12T09:00:00Z');
    expect(await opened(central, 'AUXILIARY', 'TECHNICIAN')).toEqual([0, 0]);
  });

  it('is neither a draft nor another trust’s', async () => {
    await test.create(central, { title: 'A draft' });
    await test.published(thePeopleTeam(newId()), { title: 'Elsewhere' });

    expect(await opened(central, 'AUXILIARY')).toEqual([0]);
  });

  it('is counted with as many statements for three groups as for one', async () => {
    const during = (...codes: readonly string[]) =>
      test.served.statementsDuring(() => opened(central, ...codes));

    expect(await during('AUXILIARY', 'TECHNICIAN', 'TEACHER')).toBe(await during('AUXILIARY'));
  });

  it.each([
    ['2026-08-31', '2026-04-01'],
    ['2026-09-01', '2026-09-01'],
    ['2026-12-31', '2026-09-01'],
    ['2027-01-01', '2027-01-01'],
    ['2027-03-31', '2027-01-01'],
    ['2027-04-01', '2027-04-01'],
  ])('on %s goes back to %s', (today, began) => {
    expect(termBegan(today)).toBe(began);
  });
});
