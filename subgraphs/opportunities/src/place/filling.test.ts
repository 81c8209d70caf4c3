import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type BeingChosen, TestChoosing } from '../choosing.testing.ts';
import { TestPanel } from '../panel/testing.ts';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;
let chosen: BeingChosen;

/** Two apply for two places, are shortlisted, and so many take one; the others are turned down and told why. */
async function taken(count: number): Promise<void> {
  chosen = await choosing.applied(central, 2);
  const { opportunityId, applicants } = chosen;
  const places = { opportunityId, places: 2 };
  await test.mutate(central, 'setPlaces', places, '... on Opportunity { id }');
  await choosing.locked(chosen, [[4], [3]]);
  await choosing.move(central, opportunityId, 'DECIDING');
  for (const [which, one] of applicants.entries()) {
    if (which < count) {
      await choosing.offer(one, opportunityId, central);
      await choosing.on(one, opportunityId, 'acceptOffer');
    } else {
      await choosing.on(one, opportunityId, 'turnDownApplication', { as: central });
      await choosing.tellWhy(one, opportunityId, central);
    }
  }
}

const end = (to: string) => choosing.move(central, chosen.opportunityId, to);
const write = (state: string) =>
  test.within(central, (db) =>
    db.rows('UPDATE opportunity SET state = $2 WHERE id = $1', [chosen.opportunityId, state]),
  );

beforeEach(() => {
  central = thePeopleTeam(newId());
});

describe('an opportunity ends', () => {
  it('FILLED, once all of its places are taken, and not otherwise', async () => {
    await taken(2);

    const otherwise = { result: 'EndsOtherwise', places: 2, taken: 2, as: 'FILLED' };
    expect(await end('PART_FILLED')).toMatchObject(otherwise);
    expect(await end('UNFILLED')).toMatchObject({ result: 'SomebodyPlaced', taken: 2 });
    expect(await end('FILLED')).toMatchObject({ state: 'FILLED' });
  });

  it('PART_FILLED, where some places are taken and others are not', async () => {
    await taken(1);

    const otherwise = { result: 'EndsOtherwise', places: 2, taken: 1, as: 'PART_FILLED' };
    expect(await end('FILLED')).toMatchObject(otherwise);
    expect(await end('PART_FILLED')).toMatchObject({ state: 'PART_FILLED' });
  });

  it('UNFILLED, where nobody took a place', async () => {
    await taken(0);

    const otherwise = { result: 'EndsOtherwise', places: 2, taken: 0, as: 'UNFILLED' };
    for (const to of ['FILLED', 'PART_FILLED']) expect(await end(to)).toMatchObject(otherwise);
    expect(await end('UNFILLED')).toMatchObject({ state: 'UNFILLED' });
  });

  it('as its places are taken, whoever writes it', async () => {
    const asSaid = 'otherwise than its places are taken';
    await taken(1);
    await expect(write('FILLED')).rejects.toThrow(asSaid);
    await write('PART_FILLED');

    await taken(2);
    await expect(write('PART_FILLED')).rejects.toThrow(asSaid);
    await write('FILLED');

    await taken(0);
    for (const state of ['FILLED', 'PART_FILLED']) {
      await expect(write(state)).rejects.toThrow(asSaid);
    }
  });

  it('FILLED as study says, where what is given is study’s', async () => {
    test.clock.set('2026-05-12T09:00:00Z');
    const id = await test.published(central, { kind: 'STUDY_ROUND' });
    test.clock.set('2026-06-30T09:00:00Z');
    for (const to of ['SHORTLISTING', 'DECIDING']) await choosing.move(central, id, to);

    expect(await choosing.move(central, id, 'FILLED')).toMatchObject({ state: 'FILLED' });
  });
});
