import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestChoosing } from '../choosing.testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;
/** Of the people team, and on the panel. */
let member: Viewer;
let colleague: Viewer;
let applicant: Viewer;
let opportunityId: string;

beforeEach(async () => {
  central = thePeopleTeam(newId());
  const { trustId } = central;
  member = thePeopleTeam(trustId);
  [colleague, applicant] = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(member, colleague, applicant);
  await panels.applies(applicant, opportunityId);
  const memberIds = [member.personId, colleague.personId];
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of [member, colleague]) {
    await panels.declare(one, { opportunityId, personIds: [] });
  }
});

describe('whoever sits on a panel', () => {
  it('does not run it: they read no names, so would lay none before it and order none', async () => {
    const refused = { result: 'OrganiserOnPanel' };
    const memberIds = [colleague.personId, applicant.personId];
    expect(await panels.appoint(member, { opportunityId, memberIds })).toMatchObject(refused);
    await panels.toShortlisting(central, opportunityId);
    expect(await panels.start(member, { opportunityId })).toMatchObject(refused);
    await panels.start(central, { opportunityId });
    expect(await panels.lock(member, { opportunityId, places: 1 })).toMatchObject(refused);

    expect(await panels.candidates(member, opportunityId)).toHaveLength(1);
  });

  it('has not applied, whoever writes that they sit there and whatever these may read', async () => {
    const sit = (viewer: Viewer) =>
      test.within(viewer, (db) =>
        db.rows(
          'INSERT INTO panel_member (trust_id, opportunity_id, person_id) VALUES ($1, $2, $3)',
          [viewer.trustId, opportunityId, applicant.personId],
        ),
      );

    await expect(sit(member)).rejects.toThrow('of what they applied for');
    await expect(sit(colleague)).rejects.toThrow('of what they applied for');
  });
});

describe('a notice that comes back late', () => {
  /** Somebody whom the opportunity is for, and whom a notice reached before it was decided. */
  async function told(): Promise<(type: string, day: string) => Promise<void>> {
    test.clock.set('2026-05-12T09:00:00Z');
    const personId = await test.tellOf(central.trustId, {});
    opportunityId = await panels.opportunity(central);
    const notice = (type: string, day: string) => {
      const data = { at: `${day}T12:00:00.000Z`, channel: 'EMAIL', reason: 'BOUNCED' };
      return test.tellOfNotices(central.trustId, [{ personId, type, data }], { id: opportunityId });
    };
    await notice('notice.reached', '2026-05-12');
    return notice;
  }

  it('holds the lock of the shortlist and the taking of a place, which say so', async () => {
    const notice = await told();
    await panels.applies(applicant, opportunityId);
    const memberIds = [member.personId, colleague.personId];
    await panels.appoint(central, { opportunityId, memberIds });
    for (const one of [member, colleague]) {
      await panels.declare(one, { opportunityId, personIds: [] });
    }
    await panels.toShortlisting(central, opportunityId);
    await panels.start(central, { opportunityId });
    const [candidate] = await panels.candidates(colleague, opportunityId);
    await panels.scoreBy([member, colleague], candidate?.id, [3]);

    const lock = () => panels.lock(central, { opportunityId, places: 1 });
    await notice('notice.unreached', '2026-06-20');
    expect(await lock()).toMatchObject({ result: 'DecisionTooEarly' });
    await notice('notice.reached', '2026-05-12');
    expect(await lock()).toMatchObject({ result: 'Panel' });

    await choosing.offer(applicant, opportunityId, central);
    await notice('notice.unreached', '2026-06-20');
    const accept = () => choosing.on(applicant, opportunityId, 'acceptOffer');
    expect(await accept()).toMatchObject({ result: 'DecisionTooEarly' });
    await notice('notice.reached', '2026-05-12');
    expect(await accept()).toMatchObject({ state: 'ACCEPTED' });
  });
});
