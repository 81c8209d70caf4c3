import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { ManagerService } from './manager.service.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

async function hired(
  trust: TestTrust,
  count: number,
): Promise<[string, string, string, ...string[]]> {
  const made: string[] = [];
  for (let n = 0; n < count; n += 1) made.push((await people.hire(trust)).id);
  const [first = '', second = '', third = '', ...others] = made;
  return [first, second, third, ...others];
}

const reasons = ({ refused }: { refused: readonly { reason: string }[] }) =>
  refused.map(({ reason }) => reason);

const circle = 'The managers would go in a circle.';

describe('a line manager', () => {
  it('has reports, and each report has one manager', async () => {
    const trust = await people.trust();
    const [boss, one, two] = await hired(trust, 3);
    await people.manage(trust, boss, [one, two]);
    const query = `query ($id: ID!) { person(id: $id) {
      manager { id } reports { totalCount edges { node { manager { id } } } } } }`;

    expect(await people.data(trust.central, query, { id: boss })).toEqual({
      person: {
        manager: null,
        reports: {
          totalCount: 2,
          edges: [{ node: { manager: { id: boss } } }, { node: { manager: { id: boss } } }],
        },
      },
    });
  });

  it('is the one of today when there were and will be others', async () => {
    const trust = await people.trust();
    const [person, former, current, next = ''] = await hired(trust, 4);
    await people.manage(trust, former, [person], { startsOn: day(-90), endsOn: day(-10) });
    await people.manage(trust, current, [person], { startsOn: day(-10), endsOn: day(10) });
    await people.manage(trust, next, [person], { startsOn: day(10) });

    const query = `{ person(id: "${person}") { manager { id } } }`;
    expect(await people.data(trust.central, query)).toEqual({
      person: { manager: { id: current } },
    });
  });

  it('is nobody’s twice at once', async () => {
    const trust = await people.trust();
    const [person, one, two] = await hired(trust, 3);
    await people.manage(trust, one, [person], { endsOn: day(10) });

    expect(reasons(await people.manage(trust, two, [person], { startsOn: day(9) }))).toEqual([
      'The person has another manager at the time.',
    ]);
    expect(reasons(await people.manage(trust, two, [person], { startsOn: day(10) }))).toEqual([]);
  });

  it('is not oneself', async () => {
    const trust = await people.trust();
    const [person] = await hired(trust, 1);

    expect(reasons(await people.manage(trust, person, [person]))).toEqual([
      'Nobody reports to themselves.',
    ]);
  });

  it('is not below oneself, at any distance', async () => {
    const trust = await people.trust();
    const [top, middle, bottom] = await hired(trust, 3);
    await people.manage(trust, top, [middle]);
    await people.manage(trust, middle, [bottom]);

    expect(reasons(await people.manage(trust, bottom, [top]))).toEqual([circle]);
    const [outsider] = await hired(trust, 1);
    expect(reasons(await people.manage(trust, outsider, [top]))).toEqual([]);
  });

  it('may be below oneself at another time', async () => {
    const trust = await people.trust();
    const [one, other] = await hired(trust, 2);
    await people.manage(trust, one, [other], { endsOn: day(-1) });

    expect(reasons(await people.manage(trust, other, [one], { startsOn: day(-1) }))).toEqual([]);
  });

  it('is nobody of another trust', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const [[person], [stranger]] = [await hired(ours, 1), await hired(theirs, 1)];

    expect(reasons(await people.manage(ours, stranger, [person]))).toEqual([
      'The person or the manager is not known.',
    ]);
  });

  it('whose change is refused stays, and closes no circle with those made beside it', async () => {
    const trust = await people.trust();
    const [first, second, third] = await hired(trust, 3);
    const link = (id: string, personId: string, managerId: string) => {
      return { id, personId, managerId, startsOn: day(-9), endsOn: null };
    };
    const record = (links: readonly ReturnType<typeof link>[]) =>
      people.db.as(trust.central, () => new ManagerService(people.db).record(trust.central, links));
    const held = newId();
    await record([link(held, first, second)]);
    const report = await record([
      ...[link(held, first, third), link(newId(), third, first), link(newId(), second, first)],
    ]);

    expect(reasons(report)).toEqual([circle, circle, circle]);
  });

  it('cannot be made in a circle by two at once', async () => {
    const trust = await people.trust();
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await hired(trust, 2);
      const reports = await Promise.all([
        people.manage(trust, one, [other]),
        people.manage(trust, other, [one]),
      ]);

      expect(reports.flatMap(reasons)).toEqual([circle]);
    }
  });

  it('is never oneself in the database either', async () => {
    const trust = await people.trust();
    const [person] = await hired(trust, 1);
    const insert = asSuperuser(people.served.database.name, (client) =>
      client.query('INSERT INTO manager_link VALUES ($1, $2, $3, $3, $4)', [
        ...[trust.id, newId(), person, day(0)],
      ]),
    );

    await expect(insert).rejects.toThrow('nobody_manages_themselves');
  });
});
