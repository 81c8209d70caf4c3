import { describe, expect, it } from '@jest/globals';
import { schoolIdOf, wellKnown } from '@trellis/demonstration/well-known';
import pg from 'pg';
import { z } from 'zod';
import { checks, cleared } from './testing/placement-answers.ts';
import { edges } from './testing/secondment-answers.ts';
import { inDays, StoryStack } from './testing/story-stack.ts';

const { people, hubSchoolId: hub } = wellKnown;
const home = schoolIdOf('138204');
/** Three schools that an office manager of another visits, and what there is to see. */
const offices = [
  { schoolId: hub, theme: 'A school office that opens at seven', user: 'head' },
  { schoolId: schoolIdOf('147219'), theme: 'An office without paper', user: 'central' },
  { schoolId: schoolIdOf('135959'), theme: 'How our office welcomes families', user: 'central' },
];

const booked = z.object({
  bookVisit: z.object({
    state: z.literal('BOOKED'),
    placement: z.object({ id: z.string(), version: z.number(), missing: z.array(z.string()) }),
  }),
});
const mine = z.object({
  viewer: z.object({
    visits: edges(
      z.object({
        slot: z.object({ theme: z.string() }),
        placement: z.object({
          ...{ id: z.string(), version: z.number(), state: z.string() },
          missing: z.array(z.string()),
          calendarFile: z.string(),
        }),
      }),
    ),
  }),
});

const stack = new StoryStack();
const journey = stack.journey('visits');
const slotIds: string[] = [];

/** Lets the days pass that everybody has to see what is offered. */
async function everybodyHasSeenIt(): Promise<void> {
  const url = new URL(stack.superuserUrl);
  url.pathname = '/opportunities';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query('UPDATE visit_slot SET bookable_on = bookable_on - 3 WHERE id = ANY ($1)', [
      slotIds,
    ]);
  } finally {
    await client.end();
  }
}

async function ownVisits() {
  const { viewer } = await journey.take('09', mine);
  return viewer.visits.edges.map(({ node }) => node);
}

describe('an office manager who visits three schools', () => {
  it('finds what they offer, and nobody books it before all have had time to see it', async () => {
    for (const [at, { schoolId, theme, user }] of offices.entries()) {
      const days = { startsOn: inDays(20 + 7 * at), endsOn: inDays(21 + 7 * at) };
      const offered = z.object({
        offerVisit: z.object({ id: z.string(), bookableOn: z.string() }),
      });
      const { offerVisit } = await journey.take('01', offered, { schoolId, theme, ...days }, user);
      slotIds.push(offerVisit.id);
    }
    const available = z.object({ visitsAvailable: edges(z.object({ id: z.string() })) });
    const seen = { from: inDays(1), to: inDays(60) };
    const { visitsAvailable } = await journey.take('02', available, seen);
    expect(visitsAvailable.edges.map(({ node }) => node.id)).toEqual(
      expect.arrayContaining(slotIds),
    );

    const tooEarly = z.object({ bookVisit: z.object({ bookableOn: z.string() }) });
    const { bookVisit } = await journey.take('03', tooEarly, { slotId: slotIds[0] });
    expect(bookVisit.bookableOn > inDays(0)).toBe(true);
  });

  it('books all three; the head sees by name who comes', async () => {
    await everybodyHasSeenIt();
    for (const slotId of slotIds) {
      const { bookVisit } = await journey.take('03', booked, { slotId });
      expect(bookVisit.placement.missing).toContain('HOME_CONSENT');
    }
    const name = 'Nadia Bellhurst';
    const placements = edges(z.object({ person: z.object({ name: z.string() }).nullable() }));
    const shape = z.object({ school: z.object({ placements }) });
    await journey.until(async () => {
      const { school } = await journey.take('04', shape, { schoolId: hub });
      return school.placements.edges.some(({ node }) => node.person?.name === name);
    });
  });

  it('goes once their own school lets them go, has cover, and the trust holds their checks', async () => {
    for (const check of checks) {
      const variables = { personId: people.office, check, checkedOn: inDays(-100) };
      await journey.take('07', cleared, variables);
    }
    for (const { placement } of await ownVisits()) {
      const { id, version } = placement;
      await journey.state('05', { id, version, schoolId: home });
      const agreed = (await ownVisits()).find((one) => one.placement.id === id);
      await journey.state('06', { id, version: agreed?.placement.version });
      const covered = (await ownVisits()).find((one) => one.placement.id === id);
      expect(covered?.placement.missing).toEqual([]);
      expect(await journey.state('08', { id, version: covered?.placement.version })).toBe(
        'SCHEDULED',
      );
    }
  });

  it('has all three in their calendar, from a private address', async () => {
    const visits = await ownVisits();
    expect(visits.map(({ placement }) => placement.state)).toEqual([
      ...['SCHEDULED', 'SCHEDULED', 'SCHEDULED'],
    ]);
    const address = z.object({ makeCalendarFeed: z.object({ path: z.string() }) });
    const { makeCalendarFeed } = await journey.take('10', address);
    const url = `http://localhost:${String(stack.running.port)}${makeCalendarFeed.path}`;
    const first = await fetch(url);
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await first.text();
    for (const { theme } of offices) expect(text).toContain(`SUMMARY:${theme}`);
    expect(text).toContain('DESCRIPTION:Ashton Park School');

    const again = await fetch(url, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('has used each of its steps', () => {
    expect(journey.left).toEqual([]);
  });
});
