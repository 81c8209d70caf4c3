import { beforeEach, describe, expect, it } from '@jest/globals';
import { aHead, TestOpportunities } from '../testing.ts';
import { FairTrust, lateEaster } from './testing.ts';

const test = new TestOpportunities();
let trust: FairTrust;

beforeEach(() => {
  trust = new FairTrust(test);
});

const set = (days: number, joinerDays: number, viewer = trust.central) =>
  test.setFairnessPolicy(viewer, { kind: 'VISIT', days, joinerDays });

describe('the policy of a trust', () => {
  it('gives everybody more school days, for what is told from then on', async () => {
    const person = await trust.personAt(await trust.school(lateEaster));
    const before = await trust.publish({ kind: 'VISIT' });
    const policy = await set(7, 4);
    const after = await trust.publish({ kind: 'VISIT' });
    await trust.reached(before, person, '2024-03-04');
    await trust.reached(after, person, '2024-03-04');

    expect(policy).toMatchObject({ result: 'FairnessPolicy', days: 7, joinerDays: 4 });
    expect(await trust.window(before)).toMatchObject({ earliestDecisionOn: '2024-03-11' });
    expect(await trust.window(after)).toMatchObject({ earliestDecisionOn: '2024-03-13' });
    expect(await set(6, 4)).toMatchObject({ id: policy.id, days: 6 });
  });

  it('gives nobody less than the least', async () => {
    const tooShort = { result: 'FairnessTooShort', minimumDays: 5, minimumJoinerDays: 3 };

    expect(await set(4, 3)).toMatchObject(tooShort);
    expect(await set(5, 2)).toMatchObject(tooShort);
    expect(await set(5, 6)).toMatchObject({ result: 'BAD_USER_INPUT' });
  });

  it('is set by those who answer for all schools', async () => {
    const school = await trust.school();

    expect(await set(6, 3, aHead(trust.trustId, school))).toMatchObject({ result: 'FORBIDDEN' });
  });
});
