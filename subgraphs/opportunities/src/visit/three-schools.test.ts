import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestPlacement } from '../placement/testing.ts';
import { aHead, TestOpportunities } from '../testing.ts';
import { TestVisits } from './testing.ts';

const test = new TestOpportunities();
const trust = new TestPlacement(test);
const visits = new TestVisits(test, trust.trustId);
let manager: Viewer;

beforeAll(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  manager = await visits.visitor(trust.home);
  await trust.clear(String(manager.personId));
});

const idOf = (placement: unknown) => z.object({ id: z.string() }).parse(placement).id;

describe('an office manager', () => {
  it('visits three schools, each with the consent of both heads, cover and clearance', async () => {
    const heads = [1, 2, 3].map(() => {
      const school = visits.school();
      return { school, head: aHead(trust.trustId, school) };
    });
    const slots: string[] = [];
    for (const [place, { school: schoolId, head }] of heads.entries()) {
      const startsOn = `2026-06-${String(10 + place)}`;
      const endsOn = `2026-06-${String(11 + place)}`;
      const slot = await visits.offer({ schoolId, startsOn, endsOn }, head);
      slots.push(String(slot.id));
    }
    test.clock.set('2026-05-20T09:00:00Z');
    const placements: string[] = [];
    for (const slot of slots) {
      const { placement } = await visits.book(manager, slot);
      placements.push(idOf(placement));
    }
    for (const id of placements) {
      expect(await trust.seen(id)).toMatchObject({ missing: ['HOME_CONSENT', 'COVER'] });
      const answer = { schoolId: trust.home, agrees: true };
      await trust.on(trust.homeHead, 'answerPlacement', id, answer);
      await trust.cover(id, { isNeeded: false, plan: 'The finance officer minds the office' });
      expect(await trust.schedule(id, trust.homeHead)).toMatchObject({ state: 'SCHEDULED' });
    }
    for (const [place, id] of placements.entries()) {
      test.clock.set(`2026-06-${String(10 + place)}T09:00:00Z`);
      expect((await trust.seen(id)).state).toBe('ACTIVE');
    }
    test.clock.set('2026-06-20T09:00:00Z');
    const states = await Promise.all(placements.map(async (id) => (await trust.seen(id)).state));
    expect(states).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  });
});
