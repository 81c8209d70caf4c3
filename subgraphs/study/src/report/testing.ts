import { RosterService } from '@trellis/staff-roster/roster.service';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { finance, type testStudy } from '../testing.ts';

type Study = ReturnType<typeof testStudy>;

/** A post as a test has it; the rest is made up. */
export interface TestPost {
  readonly schoolId: string;
  readonly role?: string;
  readonly fte?: number;
  readonly startsOn?: string;
  readonly endsOn?: string | null;
  readonly isPrimary?: boolean;
}

/** Somebody as a test has them. */
export interface TestStaff {
  readonly id?: string;
  readonly staffGroup?: string;
  readonly contractType?: string;
  readonly posts: readonly TestPost[];
}

/** A report as tests look at it. */
export interface FoundReport {
  readonly toldOn: string;
  readonly whole: Figures;
  readonly supportStaff: {
    readonly spendPercent: number | null;
    readonly headcountPercent: number | null;
    readonly ftePercent: number | null;
    readonly figures: Figures;
  };
  readonly byStaffGroup: readonly { readonly staffGroup: string; readonly figures: Figures }[];
  readonly byWorkingPattern: readonly {
    readonly workingPattern: string;
    readonly figures: Figures;
  }[];
  readonly bySchool: readonly { readonly school: { readonly id: string }; figures: Figures }[];
}

type Figures = Readonly<Record<string, unknown>>;

/** Who reads suppressed reports and nothing else. */
export const anAnalyst = (trustId: string): Viewer =>
  aViewer({ trustId, scopes: ['study:report'] });

/** A trust in the academic year 2025, with its staff, through the roster and the API. */
export class ReportSteps {
  readonly #study: Study;

  constructor(study: Study) {
    this.#study = study;
  }

  /** A trust with a fund of 2025, in that year. */
  readonly trust = async () => {
    this.#study.clock.set('2026-02-02T09:00:00Z');
    const viewer = finance();
    const fundId = await this.#study.aFund(viewer, 1_000_000_00, 2025);
    const analyst = anAnalyst(viewer.trustId);
    return { viewer, fundId, analyst, aSchool: () => this.#study.people.add('School', viewer) };
  };

  /** @returns ids of the people, whom people tells of. */
  readonly employ = async (viewer: Viewer, all: readonly TestStaff[]): Promise<string[]> => {
    const { trustId } = viewer;
    const job = jobViewer('test', [], trustId);
    versions += 1;
    const told = all.map((one) => ({
      ...{ id: this.#study.people.add('Person', viewer, one.id ?? newId()), mergedIntoId: null },
      ...{ version: versions, facts: factsOf(one) },
    }));
    const db = this.#study.db();
    await db.as(job, () => new RosterService(db).keep(job, told));
    return told.map(({ id }) => id);
  };

  /** People says that one turned out to be another. */
  readonly merge = async ({ trustId }: Viewer, id: string, mergedIntoId: string): Promise<void> => {
    const job = jobViewer('test', [], trustId);
    const facts = { ...factsOf({ posts: [] }), status: 'LEFT' as const, contracts: [] };
    const db = this.#study.db();
    await db.as(job, () =>
      new RosterService(db).keep(job, [{ id, version: 1, facts, mergedIntoId }]),
    );
  };

  /** So many people of one post each. */
  readonly hire = (viewer: Viewer, count: number, schoolId: string, one: Partial<TestStaff> = {}) =>
    this.employ(
      viewer,
      Array.from({ length: count }, () => ({ posts: [{ schoolId }], ...one })),
    );

  /** Awards each of them so much. */
  readonly fund = async (
    viewer: Viewer,
    fundId: string,
    {
      personIds,
      schoolId,
      pence = 100_00,
    }: { personIds: string[]; schoolId: string; pence?: number },
  ) => {
    const awards = [];
    for (const personId of personIds) {
      const wish = { fundId, personId, schoolId, amountPence: pence };
      awards.push(await this.#study.award(viewer, wish));
    }
    return awards;
  };

  readonly answer = (viewer: Viewer, academicYear: number | null = null) =>
    this.#study.served.ask<{ studyReport: FoundReport }>(viewer, query, { academicYear });

  readonly publishAnswer = ({ trustId }: Viewer, academicYear: number) =>
    this.#study.served.ask<{ outcome: object | null }>(
      aViewer({ trustId, allPlaces: true, scopes: ['study:manage'] }),
      publishMutation,
      { input: { academicYear } },
    );

  /** The report of 2025, made after its end. */
  readonly report = async (viewer: Viewer): Promise<FoundReport> => {
    this.#study.clock.set('2026-11-23T09:00:00Z');
    await this.publishAnswer(viewer, 2025);
    const { data, errors } = await this.answer(viewer, 2025);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.studyReport;
  };

  /** The figures of a school in a report. */
  readonly ofSchool = ({ bySchool }: FoundReport, schoolId: string): Figures => {
    const found = bySchool.find(({ school }) => school.id === schoolId);
    if (!found) throw new Error('the report has no such school');
    return found.figures;
  };
}

function factsOf({ staffGroup = 'TEACHER', contractType = 'PRM', posts }: TestStaff): StaffFacts {
  const days = { startsOn: '2020-09-01', endsOn: null };
  const contractId = newId();
  return {
    ...{ status: 'EMPLOYED', hasWorkMailbox: true, managers: [], leave: [] },
    contracts: [{ id: contractId, type: contractType, ...days }],
    assignments: posts.map(({ role = 'TCHR', ...post }, index) => ({
      ...{ id: newId(), contractId, roleCodes: [role], staffGroups: [staffGroup] },
      ...{ subjectCodes: [], fte: 1, isPrimary: index === 0, ...days, ...post },
    })),
  };
}

const figures = `heldBack headcount fte funded spendPence spendPerHeadPence spendPerFtePence applied
  offered successPercent completed withdrawn deferred completionPercent costPerCompletionPence released
  releaseDays coverPence completedTwoYearsBefore changedRole changedRolePercent`;

const query = `query ($academicYear: Int) { studyReport(academicYear: $academicYear) {
  academicYear toldOn whole { ${figures} }
  supportStaff { spendPercent headcountPercent ftePercent figures { ${figures} } }
  byStaffGroup { staffGroup figures { ${figures} } }
  byWorkingPattern { workingPattern figures { ${figures} } }
  bySchool { school { id } figures { ${figures} } }
} }`;

const publishMutation = `mutation ($input: PublishStudyReportInput!) {
  outcome: publishStudyReport(input: $input) {
    kind: __typename
    ... on YearNotOver { overOn }
    ... on StaffNotKnown { people }
    ... on StudyReport { academicYear toldOn whole { funded spendPence } }
  }
}`;

let versions = 0;
