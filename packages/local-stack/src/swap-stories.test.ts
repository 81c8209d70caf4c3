import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schoolIdOf, wellKnown } from '@trellis/demonstration/well-known';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@trellis/embedded-postgres/launcher';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { z } from 'zod';
import { Journey } from './testing/journey.ts';
import { checks, cleared, matching, ownSwap } from './testing/placement-answers.ts';
import { StartedStack } from './testing/started-stack.ts';

const inDays = (days: number) => londonDay(new Date(Date.now() + days * 86_400_000));
const { people, hubSchoolId: hub } = wellKnown;
/** Where the member of the panel works, and where the technician does. */
const [second, third] = [schoolIdOf('138204'), schoolIdOf('147219')];
const days = { fromOn: inDays(100), untilOn: inDays(230) };

let folder = '';
let server: EmbeddedPostgres;
let stack: StartedStack;
const journeyOf = (story: string) =>
  new Journey(
    story,
    () => stack,
    () => server.superuserUrl,
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-journey-'));
  server = await startEmbeddedPostgres({ folder, durable: false });
  stack = await StartedStack.create();
  await stack.start({ DATABASE_URL: server.superuserUrl });
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await server.stop();
  stack.remove();
  rmSync(folder, { recursive: true });
}, 60_000);

/** What happens to the latest swap of somebody, step by step. */
class Story {
  constructor(
    private readonly journey: Journey,
    private readonly steps: { readonly seen: string; readonly agree: string },
  ) {}

  async swap(as?: string) {
    const { viewer } = await this.journey.take(this.steps.seen, ownSwap, {}, as);
    const [edge] = viewer.swaps.edges;
    if (!edge) throw new Error('there is a swap');
    return edge.node;
  }

  /** What each leg and party still waits for, answered by whoever is asked; central for other schools. */
  async answerAll(party: 'PERSON' | 'HEADS', users: Readonly<Record<string, string>>) {
    for (const [place, { person }] of (await this.swap()).legs.entries()) {
      const user = users[person?.id ?? ''] ?? 'central';
      const asked = (await this.placement(place)).consents.filter(
        (one) => one.state === 'WAITING' && (one.party === 'PERSON') === (party === 'PERSON'),
      );
      for (const { school } of asked) {
        const { id, version } = await this.placement(place);
        const as = school === null ? user : school.id === hub ? 'head' : 'central';
        await this.journey.state(
          this.steps.agree,
          { id, version, schoolId: school?.id ?? null },
          as,
        );
      }
    }
  }

  async placement(place: number) {
    const { placement } = (await this.swap()).legs[place] ?? {};
    if (!placement) throw new Error('the swap was taken up');
    return placement;
  }
}

describe('three who swap in a ring', () => {
  const journey = journeyOf('three-way-swap');
  const story = new Story(journey, { seen: '04', agree: '05' });
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
    await story.answerAll('PERSON', ring);
    expect((await story.swap()).state).toBe('PEOPLE_AGREED');
    await story.answerAll('HEADS', ring);

    expect((await story.swap()).state).toBe('HEADS_AGREED');
  });

  it('are all free again when one withdraws, and no leg is left', async () => {
    const mine = (await story.swap()).legs.findIndex(({ homeSchool }) => homeSchool.id === third);
    const { id, version } = await story.placement(mine);
    expect(await journey.state('06', { id, version })).toBe('CANCELLED');

    const { state, legs } = await story.swap();
    expect(state).toBe('CANCELLED');
    expect(legs.map(({ placement }) => placement?.state)).toEqual([
      ...['CANCELLED', 'CANCELLED', 'CANCELLED'],
    ]);
    for (const user of Object.values(ring)) {
      const wish = z.object({ state: z.literal('OPEN') });
      const shape = z.object({ viewer: z.object({ person: z.object({ swapWish: wish }) }) });
      await journey.take('07', shape, {}, user);
    }
    expect(journey.left).toEqual([]);
  });
});

describe('a teacher and a technician who swap for a term', () => {
  const journey = journeyOf('swap');
  const story = new Story(journey, { seen: '10', agree: '06' });
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
    await story.answerAll('PERSON', { [people.technician]: 'technician' });
    expect((await story.swap()).state).toBe('PEOPLE_AGREED');
    await story.answerAll('HEADS', {});

    const { state, legs } = await story.swap();
    expect(state).toBe('HEADS_AGREED');
    const agreed = legs.flatMap(({ placement }) => placement?.consents ?? []);
    expect(new Set(agreed.map((one) => one.state))).toEqual(new Set(['AGREED']));
    expect(new Set(agreed.map(({ party, school }) => school?.id ?? party)).size).toBe(3); // and two people
  });

  it('are not let go before cover is planned and both are cleared', async () => {
    for (const place of [0, 1]) {
      const { homeSchool } = (await story.swap()).legs[place] ?? {};
      const { id, version } = await story.placement(place);
      const as = homeSchool?.id === hub ? 'head' : 'central';
      await journey.state('07', { id, version }, as);
    }
    const tooEarly = z.object({ schedulePlacement: z.object({ missing: z.array(z.string()) }) });
    const { id, version } = await story.placement(0);
    const { schedulePlacement } = await journey.take('09', tooEarly, { id, version });
    expect(schedulePlacement.missing).toEqual(['CLEARANCE']);

    for (const personId of [people.teacher, people.technician]) {
      for (const check of checks) {
        await journey.take('08', cleared, { personId, check, checkedOn: inDays(-100) });
      }
    }
    expect((await story.swap()).state).toBe('CLEARED');
  });

  it('are both firm at once, for a term', async () => {
    const { id, version } = await story.placement(0);
    expect(await journey.state('09', { id, version })).toBe('SCHEDULED');

    const { state, startsOn, endsOn, legs } = await story.swap();
    expect(state).toBe('SCHEDULED');
    expect(legs.map(({ placement }) => placement?.state)).toEqual(['SCHEDULED', 'SCHEDULED']);
    const weeks = (Date.parse(endsOn) - Date.parse(startsOn)) / (7 * 86_400_000);
    expect(weeks).toBeGreaterThan(12);
    expect(journey.left).toEqual([]);
  });
});
