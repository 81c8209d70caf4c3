import { describe, expect, it } from '@jest/globals';
import { talker } from '../conversation/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const query = '{ staffGroupOutlooks { code stepsToday } }';

async function outlooks({ central }: TestTrust): Promise<Map<string, number>> {
  type Read = { staffGroupOutlooks: readonly { code: string; stepsToday: number }[] };
  const { staffGroupOutlooks } = await people.data<Read>(central, query);
  return new Map(staffGroupOutlooks.map(({ code, stepsToday }) => [code, stepsToday]));
}

/** A step of the trust’s own that can be taken from a day to a day. */
const aStep = (
  trust: TestTrust,
  from: string,
  to: string,
  validFrom: number,
  validTo: number | null,
) =>
  people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO own_pathway_step (trust_id, id, pathway_code, from_code, to_code, to_track,
         typical_months, funding_routes, needs, valid_from, valid_to, source)
       VALUES ($1, gen_random_uuid(), 'OWN', $2, $3, 'OPERATIONS', 1, '{SELF}', '[{"kind": "NETWORK", "text": "x", "credentials": [], "roles": [], "months": null}]', $4, $5, 'x')`,
      [trust.id, from, to, day(validFrom), validTo === null ? null : day(validTo)],
    ),
  );

describe('what a staff group can look forward to', () => {
  it('is how many steps begin in it and can be taken today, for each group with somebody in it', async () => {
    const trust = await people.trust();
    await people.hire(trust, { posts: [{ roles: ['CTKR'] }] });
    await people.hire(trust, {
      posts: [{ roles: ['TECH'], endsOn: day(0), isPrimary: false }, { roles: ['TASS'] }],
    });
    const before = await outlooks(trust);
    expect([...before.keys()]).toEqual(['AUXILIARY', 'TEACHING_ASSISTANT']);
    expect(before.get('AUXILIARY')).toBeGreaterThan(3);

    await aStep(trust, 'CLEANER', 'TECHNICIAN', 0, null);
    await aStep(trust, 'CLEANER', 'ICT_TECHNICIAN', 1, null);
    await aStep(trust, 'CLEANER', 'LIBRARY_ASSISTANT', -9, 0);
    expect((await outlooks(trust)).get('AUXILIARY')).toBe((before.get('AUXILIARY') ?? 0) + 1);
  });

  it('shows a group without a way on as a gap', async () => {
    const trust = await people.trust();
    await people.hire(trust, { posts: [{ roles: ['SLTN'] }] });

    expect([...(await outlooks(trust)).values()]).toEqual([0]);
  });

  it('is for those who read of the whole trust', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);

    expect(await people.codes(talker(trust, id), query)).toEqual(['FORBIDDEN']);
    expect([...(await outlooks(await people.trust())).keys()]).toEqual([]);
  });
});
