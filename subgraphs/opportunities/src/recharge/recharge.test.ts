import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { schoolDays, TestLending } from '../deployments.testing.ts';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let lending: TestLending;
let deploymentId: string;
const days = schoolDays(0, 4);

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  lending = new TestLending(test);
  await lending.specialist();
  await lending.trust.clear();
  const need = await lending.need();
  const { id } = await lending.propose(need.id, await lending.offered(), days);
  deploymentId = String(id);
  await lending.settle(deploymentId);
  test.clock.set('2026-06-03T16:00:00Z');
});

const confirm = (some: readonly string[], viewer = lending.head(lending.host)) =>
  lending.change(viewer, 'confirmLentDays', { deploymentId, days: some });
const reverse = (rechargeId: unknown, viewer = lending.head(lending.home)) =>
  lending.change(viewer, 'reverseRecharge', { rechargeId, reason: 'She was ill that day' });
const asOwner = (sql: string, ...more: readonly unknown[]) =>
  test.asOwner(lending.central, (db) => db.rows(sql, [lending.trust.trustId, ...more]));

describe('a recharge', () => {
  it('is for days that were lent, are over and are not charged', async () => {
    expect(await confirm(days.slice(0, 2))).toMatchObject({ amountPence: 420_00 });

    expect(await confirm([...days.slice(1), '2026-06-30'])).toMatchObject({
      ...{ result: 'DaysNotWorked', others: [days[1], days[3], '2026-06-30'] },
    });
  });

  it('is said by the school that borrowed them, once all was agreed', async () => {
    expect(await confirm(days.slice(0, 1), lending.head(lending.home))).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await confirm(days.slice(0, 1), thePeopleTeam(newId()))).toMatchObject({
      result: 'NOT_FOUND',
    });
    test.clock.set('2026-05-31T09:00:00Z');
    expect(await confirm(days.slice(0, 1))).toMatchObject({ result: 'DeploymentNotFirm' });
  });

  it('is posted once, of two who confirm the same day at once', async () => {
    const one = () => confirm(days.slice(0, 1));

    const outcomes = await atOnce(test.served.database.name, 'deployment_day', [one, one]);
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['DaysNotWorked', 'Recharge']);
  });

  it('is taken back by another that mirrors it, once, by the school that is owed it', async () => {
    const { id } = await confirm(days.slice(0, 2));
    expect(await reverse(id, lending.head(lending.host))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await reverse(id)).toMatchObject({
      ...{ result: 'Recharge', reversesId: id, days: 2, amountPence: 420_00 },
      ...{ debitSchool: { id: lending.home }, creditSchool: { id: lending.host } },
    });
    expect(await lending.position(lending.home)).toMatchObject({ lentDays: 0, netPence: 0 });
    expect(await reverse(id)).toMatchObject({ result: 'RechargeNotReversible' });

    expect(await confirm(days.slice(0, 1))).toMatchObject({ result: 'Recharge' });
    expect(await lending.position(lending.host)).toMatchObject({
      borrowedDays: 1,
      netPence: -210_00,
    });
  });

  it('is never changed, and is days at the rate between the two schools, whoever writes', async () => {
    await confirm(days.slice(0, 1));
    const asApp = test.within(lending.central, (db) =>
      db.rows('UPDATE recharge SET days = 2 WHERE trust_id = $1', [lending.trust.trustId]),
    );
    await expect(asApp).rejects.toThrow('permission denied');

    const post = (debit: string, credit: string, amount: number) =>
      asOwner(
        `INSERT INTO recharge (trust_id, id, deployment_id, academic_year, debit_school_id,
           credit_school_id, days, rate_pence, amount_pence, posted_at)
         VALUES ($1, gen_random_uuid(), $2, 2025, $3, $4, 1, 21000, $5, now())`,
        ...[deploymentId, debit, credit, amount],
      );
    const { home, host } = lending;
    await expect(post(host, home, 20_000)).rejects.toThrow('days_at_the_rate');
    await expect(post(home, host, 21_000)).rejects.toThrow('mirrors it');
    await expect(post(host, home, 21_000)).rejects.toThrow('2 days are charged and 1 were worked');
  });

  it('is for every day that is said to be worked, whoever writes', async () => {
    await confirm(days.slice(0, 1));
    const forget = `UPDATE deployment_day SET state = 'LENT', recharge_id = NULL
                     WHERE trust_id = $1 AND deployment_id = $2`;
    const claim = `UPDATE deployment_day SET state = 'WORKED' WHERE trust_id = $1
                      AND deployment_id = $2`;

    await expect(asOwner(forget, deploymentId)).rejects.toThrow('were worked');
    await expect(asOwner(claim, deploymentId)).rejects.toThrow('worked_is_charged');
  });

  it('is seen by those who answer for one of the schools, and by finance', async () => {
    await confirm(days.slice(0, 1));
    const seen = { recharges: { totalCount: 1 } };
    const withSpend = (viewer = lending.finance, ...placeIds: string[]) => ({
      ...{ ...viewer, placeIds, allPlaces: placeIds.length === 0 },
      scopes: new Set([...viewer.scopes, 'spend:read']),
    });

    expect(await lending.position(lending.home)).toMatchObject(seen);
    expect(
      await lending.position(lending.home, withSpend(lending.finance, lending.home)),
    ).toMatchObject(seen);
    expect(await lending.position(lending.home, withSpend(lending.finance, newId()))).toBe(
      'FORBIDDEN',
    );
    expect(await lending.position(lending.home, withSpend(thePeopleTeam(newId())))).toMatchObject({
      ...{ lentDays: 0, recharges: { totalCount: 0 } },
    });
  });
});
