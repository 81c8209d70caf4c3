import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { StartedStack } from './testing/started-stack.ts';

jest.setTimeout(300_000);

const folder = 'examples/study-story';
const files = readdirSync(join(projectFolder, folder));

const id = z.string();
const versioned = z.object({ id, version: z.number() });
const line = z.object({ id, academicYear: z.number(), amountPence: z.number() });
const routeShape = z.object({
  viewer: z.object({
    person: z.object({ assignments: z.array(z.object({ school: z.object({ id }) })) }),
  }),
  programmes: z.object({ edges: z.array(z.object({ node: z.object({ code: z.string() }) })) }),
  studyRounds: z.array(z.object({ id, title: z.string() })),
  developmentGoals: z.array(z.object({ id })),
});
const candidates = z.object({
  bursaryCandidates: z.array(z.object({ id, statement: z.string() })),
});
const fundsShape = z.object({
  funds: z.object({
    edges: z.array(
      z.object({ node: z.object({ id, name: z.string(), academicYear: z.number() }) }),
    ),
  }),
  bursaryApplications: z.array(
    versioned.extend({ person: z.object({ name: z.string() }), state: z.string() }),
  ),
});
const clawbacks = z.object({
  viewer: z.object({
    person: z.object({
      clawbacks: z.object({
        edges: z.array(
          z.object({
            node: z.object({ amountPence: z.number(), arithmetic: z.array(z.string()) }),
          }),
        ),
      }),
    }),
  }),
});

/** What Amina writes; by it alone the panel knows her application. */
const statement = 'I have taught phonics in small groups for four years and want to teach a class.';

describe('somebody who wants to teach', () => {
  let stack: StartedStack;
  const done = new Set<string>();

  /** What the example of that number answers to the user. */
  const step = async <Shape extends z.ZodType>(
    number: number,
    user: string,
    shape: Shape,
    variables: object = {},
  ): Promise<z.output<Shape>> => {
    const name = files.find((one) => one.startsWith(`${String(number).padStart(2, '0')}-`)) ?? '';
    done.add(name);
    const { data, errors } = await stack.query(join(folder, name), user, variables);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return shape.parse(data);
  };
  /** The same, of what a change did; a refusal is none. */
  const change = async <Shape extends z.ZodType>(
    number: number,
    user: string,
    shape: Shape,
    input: object,
  ): Promise<z.output<Shape>> => {
    const data = await step(number, user, z.record(z.string(), z.unknown()), { input });
    const [outcome] = Object.values(data);
    const { success, data: found } = shape.safeParse(outcome);
    if (!success) throw new Error(`step ${String(number)} answered ${JSON.stringify(outcome)}`);
    return found;
  };

  beforeAll(async () => {
    stack = await StartedStack.create();
    await stack.start();
  });

  afterAll(async () => {
    await stack.stop();
    stack.remove();
  });

  it('finds the route, applies, is chosen blind, is paid for by three years, and completes', async () => {
    const state = (named: string) => versioned.extend({ state: z.literal(named) });
    const award = (status: string) => versioned.extend({ status: z.literal(status) });
    const today = new Date().toISOString().slice(0, 10);

    // She finds the route and applies; her head answers.
    const route = await step(1, 'ta', routeShape);
    expect(route.programmes.edges.map(({ node }) => node.code)).toContain('POSTGRADUATE_ITT');
    const roundId = route.studyRounds.find(({ title }) => title === 'Routes to teaching')?.id ?? '';
    const draft = await change(2, 'ta', state('DRAFT'), {
      ...{ roundId, schoolId: route.viewer.person.assignments[0]?.school.id },
      ...{ programmeCode: 'POSTGRADUATE_ITT', costPence: 9_000_00, releaseDays: 10, statement },
      ...{
        goalId: route.developmentGoals[0]?.id,
        projectQuestion: 'What helps the slowest readers?',
      },
    });
    const { id: applicationId } = await change(3, 'ta', state('SUBMITTED'), {
      ...{ id: draft.id, version: draft.version },
    });
    const applications = z.object({ bursaryApplications: z.array(versioned) });
    const atSchool = await step(4, 'head', applications, { roundId });
    const hers = atSchool.bursaryApplications.find((one) => one.id === applicationId);
    await change(5, 'head', state('HEAD_RELEASE'), {
      ...{ id: hers?.id, version: hers?.version, releases: true, reason: 'We can cover Fridays.' },
    });

    // The night passes, and the round is closed.
    await stack.inDatabase(
      'study',
      `UPDATE study_round SET opens_on = opens_on - 1, closes_on = closes_on - 1 WHERE id = '${roundId}'`,
    );

    // The panel scores without knowing whom.
    const round = z.object({ state: z.string() });
    for (const user of ['panel', 'site']) await change(6, user, round, { roundId, personIds: [] });
    expect(await change(7, 'central', round, { roundId })).toEqual({ state: 'SCORING' });
    for (const user of ['panel', 'site']) {
      const seen = await step(8, user, candidates, { roundId });
      expect(seen.bursaryCandidates).toHaveLength(3);
      expect(JSON.stringify(seen)).not.toContain('Amina');
      for (const candidate of seen.bursaryCandidates) {
        const points = candidate.statement === statement ? 9 : 6;
        await change(9, user, z.object({ id }), { candidateId: candidate.id, points });
      }
    }
    expect(await change(10, 'central', round, { roundId })).toEqual({ state: 'LOCKED' });

    // She is offered what three years' funds pay, and accepts.
    const opened = await step(12, 'central', fundsShape, { roundId });
    const [first] = opened.funds.edges
      .map(({ node }) => node)
      .filter(({ name }) => name.startsWith('Study fund'))
      .sort((a, b) => b.academicYear - a.academicYear);
    const thisYear = first?.academicYear ?? 0;
    for (const academicYear of [thisYear + 1, thisYear + 2]) {
      await change(11, 'finance', z.object({ kind: z.literal('ALLOCATION') }), {
        ...{ name: 'Study fund', academicYear, source: 'TRUST', amountPence: 100_000_00 },
        ...{ reason: 'Board, 30 November.', approvedById: '01930000-0000-7000-8004-000000000001' },
      });
    }
    const all = await step(12, 'central', fundsShape, { roundId });
    const fundOf = (year: number) =>
      all.funds.edges.find(
        ({ node }) => node.academicYear === year && node.name.startsWith('Study'),
      )?.node.id;
    const order = all.bursaryApplications.find((one) => one.id === applicationId);
    const offer = await change(
      ...([13, 'central'] as const),
      z.object({ state: z.literal('OFFERED'), award: versioned.extend({ lines: z.array(line) }) }),
      {
        ...{ id: applicationId, version: order?.version, fundId: first?.id },
        acceptBefore: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
        otherYears: [1, 2].map((later) => ({
          ...{ fundId: fundOf(thisYear + later), amountPence: 3_000_00 },
        })),
      },
    );
    expect(
      offer.award.lines.map(({ academicYear, amountPence }) => [academicYear, amountPence]),
    ).toEqual([0, 1, 2].map((later) => [thisYear + later, 3_000_00]));
    const offered = z.object({
      bursaryApplications: z.array(
        z.object({ award: versioned.extend({ agreement: z.object({ id }) }) }),
      ),
    });
    const [mine] = (await step(14, 'ta', offered, { roundId })).bursaryApplications;
    const accepted = await change(15, 'ta', award('ACTIVE'), {
      ...{ id: mine?.award.id, version: mine?.award.version },
      agreementId: mine?.award.agreement.id,
    });

    // Finance sees three years' promises; two approve two instalments, and the file asks for both.
    const forecast = z.object({
      commitmentForecast: z.array(
        z.object({ academicYear: z.number(), source: z.string(), committedPence: z.number() }),
      ),
    });
    const { commitmentForecast } = await step(16, 'finance', forecast);
    for (const later of [1, 2]) {
      expect(commitmentForecast).toContainEqual({
        ...{ academicYear: thisYear + later, source: 'TRUST', committedPence: 3_000_00 },
      });
    }
    const plan = offer.award.lines.flatMap(({ id: lineId, academicYear }) => {
      const whole = { lineId, trigger: 'DATE', dueOn: `${String(academicYear)}-10-01` };
      const half = { ...whole, dueOn: today, amountPence: 1_500_00 };
      return academicYear === thisYear ? [half, half] : [{ ...whole, amountPence: 3_000_00 }];
    });
    const planned = z.object({
      instalments: z.array(versioned.extend({ status: z.string(), amountPence: z.number() })),
    });
    const { instalments } = await change(17, 'finance', planned, {
      ...{ awardId: accepted.id, instalments: plan },
    });
    const due = instalments.filter(({ status }) => status === 'DUE');
    expect(due).toHaveLength(2);
    for (const one of due) {
      const { version } = await change(18, 'finance', versioned, {
        id: one.id,
        version: one.version,
      });
      const second = { id: one.id, version };
      await expect(change(18, 'finance', award('APPROVED'), second)).rejects.toThrow(
        'Somebody else',
      );
      await change(18, 'approver', award('APPROVED'), second);
    }
    const file = z.object({ totalPence: z.number(), instalmentCount: z.number(), csv: z.string() });
    const exported = await change(19, 'finance', file, {});
    expect(exported).toMatchObject({ instalmentCount: 2, totalPence: 3_000_00 });
    for (const one of due) expect(exported.csv).toContain(one.id);
    const rows = due.map((one, index) => `${one.id},1500.00,${today},BACS 9${String(index)}`);
    await change(20, 'finance', z.object({ paidCount: z.literal(2), refused: z.tuple([]) }), {
      csv: ['instalment_id,amount,paid_on,reference', ...rows].join('\n'),
    });

    // She puts study off for a term, goes on and completes.
    const off = await change(21, 'central', award('DEFERRED'), {
      ...{ id: accepted.id, version: accepted.version, reasonCode: 'career-break' },
    });
    const on = await change(22, 'central', award('ACTIVE'), { id: off.id, version: off.version });
    await change(23, 'central', award('COMPLETED'), {
      ...{ id: on.id, version: on.version, completedOn: today, evidence: 'Certificate seen.' },
    });

    // The board sees shares, and a colleague who leaves sees what he owes and why.
    const share = z.object({
      studyReport: z.object({
        supportStaff: z.object({ spendPercent: z.number(), headcountPercent: z.number() }),
      }),
    });
    expect(
      (await step(24, 'analyst', share)).studyReport.supportStaff.spendPercent,
    ).toBeGreaterThan(0);
    let owed = await step(25, 'leaver', clawbacks);
    for (let tries = 0; owed.viewer.person.clawbacks.edges.length === 0 && tries < 20; tries++) {
      owed = await step(25, 'leaver', clawbacks);
    }
    const [clawback] = owed.viewer.person.clawbacks.edges;
    expect(clawback?.node.amountPence).toBeGreaterThan(0);
    expect(clawback?.node.arithmetic.join(' ')).toMatch(/was paid.*× 100%/);
    expect([...done].sort()).toEqual([...files].sort());
  });
});
