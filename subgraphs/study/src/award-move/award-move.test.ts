import { describe, expect, it } from '@jest/globals';
import { TestRounds } from '../application/testing.ts';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from '../testing/award-steps.ts';
import { MoneyApi } from '../testing/money-api.ts';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();
const steps = new AwardSteps(study);
const rounds = new TestRounds(study);

const fields = `... on Award { id version school { id }
    moves { movedOn amountPence reason fromSchool { id } toSchool { id } } }
  ... on FundTooSmall { remainingPence } ... on NoFundOfYear { academicYear }
  ... on FundOfLastYear { academicYear }`;

/** Somebody whose study the first school pays for in two years, and who has gone to the second. */
async function aMove(secondPence = 100_00) {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const api = new MoneyApi(study, viewer);
  const [first, second] = [study.people.add('School', viewer), study.people.add('School', viewer)];
  const fundOf = (schoolId: string, academicYear: number, amountPence: number) => {
    const name = `Study ${schoolId}`;
    const fund = { name, academicYear, amountPence, source: 'SCHOOL', schoolId };
    return api.openFund(fund);
  };
  const old = [await fundOf(first, 2026, 100_00), await fundOf(first, 2027, 100_00)];
  const fresh = [await fundOf(second, 2026, secondPence), await fundOf(second, 2027, 100_00)];
  const student = await rounds.person(viewer.trustId, { schoolIds: [second] });
  const offer = () =>
    steps.offer(viewer, {
      ...{ personId: student.personId ?? '', schoolId: first },
      lines: [
        ...old.map((fundId) => ({ fundId, amountPence: 60_00 })),
        { fundId: trustFund, amountPence: 1_00 },
      ],
    });
  const trustFund = await study.aFund(viewer, 10_00);
  const { id, version } = await offer();
  const award = await steps.act(student, 'acceptAward', { id, version });
  return { viewer, first, second, old, fresh, student, award };
}

const approved = (viewer: Viewer) => ({
  reason: 'She went with her post.',
  approvedById: study.people.add('Person', viewer),
});

const answer = (viewer: Viewer, input: object) =>
  study.served.ask<{ outcome: Record<string, unknown> }>(
    viewer,
    `mutation ($input: MoveAwardToSchoolInput!) { outcome: moveAwardToSchool(input: $input) {
      kind: __typename ${fields} } }`,
    { input: { ...approved(viewer), ...input } },
  );

const left = (viewer: Viewer, funds: readonly string[]) =>
  Promise.all(funds.map((id) => study.remainingPence(viewer, id)));

type Scene = Awaited<ReturnType<typeof aMove>>;
const all = ({ award: { id, version }, second, fresh }: Scene) => ({
  ...{ id, version, schoolId: second, fundIds: fresh },
});

describe('internal move within trust during tie-in: cost may move school', () => {
  it('and does not unless somebody moves it', async () => {
    const { viewer, old, fresh, award } = await aMove();

    expect(await left(viewer, [...old, ...fresh])).toEqual([40_00, 40_00, 100_00, 100_00]);
    expect((await steps.read(viewer, award.id, 'moves { movedOn }')).award).toEqual({ moves: [] });
  });

  it('by what was not paid, year by year, and says so; what was paid stays where it was', async () => {
    const scene = await aMove();
    const { viewer, first, second, old, fresh, award } = scene;
    const lines = await steps.linesOf(viewer, award.id);
    const planned = lines.flatMap(({ id: lineId, committedPence }) => {
      const one = { lineId, trigger: 'DATE', dueOn: '2026-11-01' };
      if (committedPence === 1_00) return [{ ...one, amountPence: 1_00 }];
      return [20_00, 40_00].map((amountPence) => ({ ...one, amountPence }));
    });
    await steps.act(viewer, 'planInstalments', { awardId: award.id, instalments: planned });
    const [paid] = await steps.instalmentsOf(viewer, award.id);
    if (!paid) throw new Error('there is no instalment');
    await steps.approve(viewer, paid);
    await steps.record(viewer, [paid.id, '20.00', '2026-11-20', 'B']);

    const { data } = await answer(viewer, all(scene));
    expect(data.outcome).toMatchObject({
      ...{ kind: 'Award', school: { id: second } },
      moves: [
        {
          ...{ movedOn: '2026-11-23', amountPence: 100_00, reason: 'She went with her post.' },
          ...{ fromSchool: { id: first }, toSchool: { id: second } },
        },
      ],
    });
    expect(await left(viewer, [...old, ...fresh])).toEqual([80_00, 100_00, 60_00, 40_00]);
    const sums = async (fundId: string, asOf: string) => {
      const query = `{ fundPosition(fundId: "${fundId}", asOf: "${asOf}") {
        committedPence paidPence availablePence } }`;
      return (await study.served.ask(viewer, query)).data['fundPosition'];
    };
    const [before = ''] = old;
    const [after = ''] = fresh;
    expect(await sums(before, '2026-11-23')).toEqual({
      ...{ committedPence: 0, paidPence: 20_00, availablePence: 80_00 },
    });
    expect(await sums(after, '2026-11-23')).toEqual({
      ...{ committedPence: 40_00, paidPence: 0, availablePence: 60_00 },
    });
    expect(await sums(after, '2026-11-22')).toMatchObject({ availablePence: 0 });
    const left1 = (await steps.instalmentsOf(viewer, award.id)).filter(
      ({ status }) => status === 'DUE',
    );
    for (const one of left1.slice(0, 1)) {
      await steps.approve(viewer, one);
      expect(await steps.record(viewer, [one.id, '40.00', '2026-11-20', 'C'])).toMatchObject({
        paidCount: 1,
      });
    }
    expect(await sums(after, '2026-11-23')).toMatchObject({ paidPence: 40_00, committedPence: 0 });
  });

  it('never takes a fund below zero, also when two move at once', async () => {
    const scene = await aMove(60_00);
    const { viewer, fresh } = scene;
    const other = await rounds.person(viewer.trustId, { schoolIds: [scene.second] });
    const lines = [{ fundId: scene.old[0], amountPence: 1 }];
    const offered = await steps.offer(viewer, {
      ...{ personId: other.personId ?? '', schoolId: scene.first, lines },
    });
    const one = () => answer(viewer, all(scene));
    const another = () => answer(viewer, { ...all({ ...scene, award: offered }) });

    const answers = await atOnce(study.served.database.name, 'fund', [one, another]);

    expect(answers.map(({ data }) => data.outcome['kind']).sort()).toEqual([
      'Award',
      'FundTooSmall',
    ]);
    expect((await left(viewer, fresh)).every((pence) => pence >= 0)).toBe(true);
  });

  it('is refused with too little, without a fund of each year, from last year, and twice', async () => {
    const scene = await aMove(59_99);
    const { viewer, fresh } = scene;
    const outcome = async (input: object) =>
      (await answer(viewer, { ...all(scene), ...input })).data.outcome;

    expect(await outcome({})).toEqual({ kind: 'FundTooSmall', remainingPence: 59_99 });
    expect(await outcome({ fundIds: fresh.slice(0, 1) })).toMatchObject({ kind: 'FundTooSmall' });
    expect(await outcome({ fundIds: fresh.slice(1) })).toEqual({
      ...{ kind: 'NoFundOfYear', academicYear: 2026 },
    });
    expect(await outcome({ approvedById: viewer.personId })).toEqual({
      kind: 'ApprovedByYourself',
    });
    study.clock.set('2027-09-02T09:00:00Z');
    expect(await outcome({})).toEqual({ kind: 'FundOfLastYear', academicYear: 2026 });

    const again = await aMove();
    const { data } = await answer(again.viewer, all(again));
    const { version } = data.outcome;
    expect((await answer(again.viewer, { ...all(again), version })).data.outcome).toEqual({
      kind: 'NothingToMove',
    });
  });

  it('is for those who award money, to where the person works, from funds of that school', async () => {
    const scene = await aMove();
    const { viewer, first, student, old } = scene;
    const input = all(scene);
    const own = { ...viewer, personId: student.personId };
    const codes = [
      ...codesOf(await answer(aHead(viewer.trustId, first), input)),
      ...codesOf(await answer(finance(), { ...input, ...approved(viewer) })),
      ...codesOf(await answer(viewer, { ...input, version: 1 })),
      ...codesOf(await answer(viewer, { ...input, fundIds: old })),
      ...codesOf(await answer(viewer, { ...input, schoolId: study.people.add('School', viewer) })),
    ];

    expect(codes).toEqual(['FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'BAD_USER_INPUT', 'NOT_FOUND']);
    expect((await answer(own, input)).data.outcome).toEqual({ kind: 'OwnAward' });
  });

  it('owes nothing, and goes on into the next year by the new school’s fund', async () => {
    const scene = await aMove();
    const { viewer, fresh, award } = scene;
    await answer(viewer, all(scene));
    study.clock.set('2027-09-01T09:00:00Z');
    await new MoneyApi(study, viewer).runYearEnd();

    const lines = await steps.linesOf(viewer, award.id);
    const promised = lines.filter(({ committedPence }) => committedPence > 0);
    expect(promised.map(({ source, committedPence }) => [source, committedPence]).sort()).toEqual([
      ['SCHOOL', 60_00],
      ['SCHOOL', 60_00],
      ['TRUST', 1_00],
    ]);
    // The new school’s own fund of the next year has both: what it had promised and what came over.
    expect(await study.remainingPence(viewer, fresh[1] ?? '')).toBe(40_00);
  });
});
