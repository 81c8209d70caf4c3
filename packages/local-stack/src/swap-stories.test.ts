import { describe, expect, it } from '@jest/globals';
import { schoolIdOf, wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { Journey } from './testing/journey.ts';
import { atSchool, checks, cleared, matching, ownSwap } from './testing/placement-answers.ts';
import { inDays, StoryStack } from './testing/story-stack.ts';

const { people, hubSchoolId: hub } = wellKnown;
/** Where the member of the panel works, and where the technician does. */
const [second, third] = [schoolIdOf('138204'), schoolIdOf('147219')];
const days = { fromOn: inDays(100), untilOn: inDays(230) };

const stack = new StoryStack();

/** Files of a story by what they do. */
interface Steps {
  readonly mine: string;
  readonly agree: string;
  readonly ours: string;
}

/** Who answers for which school. */
const heads = [
  [hub, 'head'],
  [second, 'central'],
  [third, 'central'],
] as const;

/** What happens to the latest swap of somebody, step by step. */
class Story {
  constructor(
    private readonly journey: Journey,
    private readonly steps: Steps,
  ) {}

  async swap(as?: string) {
    const { viewer } = await this.journey.take(this.steps.mine, ownSwap, {}, as);
    const [edge] = viewer.swaps.edges;
    if (!edge) throw new Error('there is a swap');
    return edge.node;
  }

  /** What somebody does in it. */
  async own(personId: string, as: string) {
    const leg = (await this.swap(as)).legs.find(({ person }) => person?.id === personId);
    if (!leg?.placement) throw new Error('they are in the swap, and it was taken up');
    return leg.placement;
  }

  /** Each agrees for themselves. */
  async peopleAgree(users: readonly (readonly [personId: string, user: string])[]): Promise<void> {
    for (const [personId, user] of users) {
      const { id, version } = await this.own(personId, user);
      await this.journey.state(this.steps.agree, { id, version, schoolId: null }, user);
    }
  }

  /** Legs of swaps that come to a school or go from it. */
  async atSchool(schoolId: string, as: string) {
    const { school } = await this.journey.take(this.steps.ours, atSchool, { schoolId }, as);
    return school.placements.edges.flatMap(({ node }) => (node.kind === 'SWAP' ? [node] : []));
  }

  /** Each head agrees to whatever their school is asked. @returns how many consents they gave. */
  async headsAgree(): Promise<number> {
    let given = 0;
    for (const [schoolId, head] of heads) {
      for (const { id, consents } of await this.atSchool(schoolId, head)) {
        const asked = consents.filter(
          ({ school, state }) => school?.id === schoolId && state === 'WAITING',
        );
        for (let left = asked.length; left > 0; left -= 1) {
          const now = (await this.atSchool(schoolId, head)).find((one) => one.id === id);
          const answer = { id, version: now?.version, schoolId };
          await this.journey.state(this.steps.agree, answer, head);
          given += 1;
        }
      }
    }
    return given;
  }
}

describe('three who swap in a ring', () => {
  const journey = stack.journey('three-way-swap');
  const story = new Story(journey, { mine: '04', agree: '05', ours: '06' });
  const ring = {
    [people.teacher]: 'teacher',
    [people.panel]: 'panel',
    [people.technician]: 'technician',
  };
  const wishes = {
    teacher: { ...days, roleCodes: ['ASHT'], schoolIds: [second] },
    panel: { ...days, roleCodes: ['STCH'], schoolIds: [third] },
    technician: { ...days, roleCodes: ['TCHR'], schoolIds: [hub] },
  };

  it('are found where no two of them could swap, and one takes it up', async () => {
    for (const [user, wish] of Object.entries(wishes)) {
      expect(await journey.state('01', wish, user)).toBe('OPEN');
    }
    const { matchSwaps } = await journey.take('02', matching);
    expect(matchSwaps).toMatchObject({ people: 3, isBest: true });
    const [found] = matchSwaps.swaps.edges;

    expect(await journey.state('03', { id: found?.node.id })).toBe('PROPOSED');
    expect((await story.swap()).legs).toHaveLength(3);
  });

  it('agree, and so do the heads of all three schools', async () => {
    const others = Object.entries(ring).filter(([, user]) => user !== 'panel');
    await story.peopleAgree(others);
    expect((await story.swap()).state).toBe('PEOPLE_AGREED');
    expect(await story.headsAgree()).toBe(6); // each lets one go and receives one

    expect((await story.swap()).state).toBe('HEADS_AGREED');
  });

  it('are all free again when one withdraws, and no leg is left', async () => {
    const { id, version } = await story.own(people.technician, 'technician');
    expect(await journey.state('07', { id, version })).toBe('CANCELLED');

    const { state, legs } = await story.swap();
    expect(state).toBe('CANCELLED');
    expect(legs.map(({ placement }) => placement?.state)).toEqual([
      ...['CANCELLED', 'CANCELLED', 'CANCELLED'],
    ]);
    for (const user of Object.values(ring)) {
      const wish = z.object({ state: z.literal('OPEN') });
      const shape = z.object({ viewer: z.object({ person: z.object({ swapWish: wish }) }) });
      await journey.take('08', shape, {}, user);
    }
    expect(journey.left).toEqual([]);
  });
});

describe('a teacher and a technician who swap for a term', () => {
  const journey = stack.journey('swap');
  const story = new Story(journey, { mine: '11', agree: '06', ours: '07' });
  let swapId = '';

  it('say what they would like, and are found by the people team', async () => {
    const [teacher, technician] = [
      { ...days, roleCodes: ['STCH'], schoolIds: [third] },
      { ...days, roleCodes: ['TCHR'], schoolIds: [hub] },
    ];
    expect(await journey.state('01', teacher)).toBe('OPEN');
    expect(await journey.state('02', technician)).toBe('OPEN');

    const { matchSwaps } = await journey.take('03', matching);
    expect(matchSwaps).toMatchObject({ people: 2, isBest: true });
    swapId = matchSwaps.swaps.edges[0]?.node.id ?? '';
  });

  it('know of each other once one of them takes it up', async () => {
    const before = await story.swap();
    expect(before.legs.filter(({ person }) => person !== null)).toHaveLength(1);

    expect(await journey.state('04', { id: swapId })).toBe('PROPOSED');
    const named = async () => {
      const { viewer } = await journey.take('05', ownSwap);
      return viewer.swaps.edges[0]?.node.legs.every(({ person }) => person !== null) ?? false;
    };
    await journey.until(named);
    await journey.until(async () => (await story.swap()).legs.every(({ person }) => person));
  });

  it('go with the consent of both, and of both heads', async () => {
    await story.peopleAgree([[people.technician, 'technician']]);
    expect((await story.swap()).state).toBe('PEOPLE_AGREED');
    expect(await story.headsAgree()).toBe(4); // of two heads: each lets one go and receives one

    expect((await story.swap()).state).toBe('HEADS_AGREED');
    const { consents } = await story.own(people.teacher, 'teacher');
    expect(consents.map(({ party, state }) => `${party} ${state}`)).toEqual([
      ...['PERSON AGREED', 'HOME_HEAD AGREED', 'HOST_HEAD AGREED'],
    ]);
  });

  it('are not let go before cover is planned and both are cleared', async () => {
    for (const [schoolId, head] of heads) {
      for (const { id, version, homeSchool } of await story.atSchool(schoolId, head)) {
        if (homeSchool.id === schoolId) await journey.state('08', { id, version }, head);
      }
    }
    const tooEarly = z.object({ schedulePlacement: z.object({ missing: z.array(z.string()) }) });
    const { id, version } = await story.own(people.teacher, 'teacher');
    const { schedulePlacement } = await journey.take('10', tooEarly, { id, version });
    expect(schedulePlacement.missing).toEqual(['CLEARANCE']);

    for (const personId of [people.teacher, people.technician]) {
      for (const check of checks) {
        await journey.take('09', cleared, { personId, check, checkedOn: inDays(-100) });
      }
    }
    expect((await story.swap()).state).toBe('CLEARED');
  });

  it('are both firm at once, for a term', async () => {
    const { id, version } = await story.own(people.teacher, 'teacher');
    expect(await journey.state('10', { id, version })).toBe('SCHEDULED');

    const { state, startsOn, endsOn, legs } = await story.swap();
    expect(state).toBe('SCHEDULED');
    expect(legs.map(({ placement }) => placement?.state)).toEqual(['SCHEDULED', 'SCHEDULED']);
    const weeks = (Date.parse(endsOn) - Date.parse(startsOn)) / (7 * 86_400_000);
    expect(weeks).toBeGreaterThan(12);
    expect(journey.left).toEqual([]);
  });
});
