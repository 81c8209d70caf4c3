import { RosterService } from '@trellis/staff-roster/roster.service';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { finance, type testStudy } from '../testing.ts';

type Study = ReturnType<typeof testStudy>;

/** What came of a mutation, as far as tests look at it. */
export interface Outcome {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly status?: string;
  readonly [field: string]: unknown;
}

export interface Line {
  readonly id: string;
  readonly source: string;
  readonly academicYear: number;
  readonly committedPence: number;
  readonly paidPence: number;
  readonly owedPence: number;
  readonly fund?: { readonly id: string } | null;
}

export interface TestInstalment {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly dueOn: string | null;
}

/** What a test says of an offer; all else is made up. */
export interface OfferWish {
  readonly personId?: string;
  readonly schoolId?: string;
  readonly programmeCode?: string;
  readonly costPence?: number;
  readonly lines: readonly object[];
  readonly capPence?: number;
  readonly acceptBefore?: string;
  readonly agreementId?: string;
  readonly ageAtStart?: string;
}

const fieldsOf: Readonly<Record<string, string>> = {
  takePaymentBack: '... on Instalment { id version status } ... on InstalmentNotReady { status }',
  withdrawAward: '... on Award { id version status }',
  planInstalments:
    '... on InstalmentPlan { instalments { id version status dueOn } } ... on InstalmentsMissLine { promisedPence instalmentsPence } ... on AwardNotOpen { award { status } }',
  approveInstalment: '... on Instalment { id version status } ... on InstalmentNotReady { status }',
  recordEvidence: '... on Instalment { id version status } ... on InstalmentNotReady { status }',
  exportPayments: '... on PaymentExport { id csv instalmentCount totalPence }',
  planReleaseDay:
    '... on ReleaseDay { id version day isHalf plannedCoverPence } ... on ReleasedAlready { releaseDay { id } }',
  acceptAward:
    '... on Award { id version status } ... on AwardNotOpen { award { status } } ... on OfferLapsed { acceptBefore } ... on AgreementNeeded { agreement { id text } } ... on PersonLeaving { leavesOn }',
  offerAward:
    '... on Award { id version status } ... on LinesMissCost { costPence linesPence } ... on CostOverCap { capPence } ... on FundOfLastYear { academicYear } ... on PersonLeaving { leavesOn } ... on FundTooSmall { remainingPence } ... on LevyDoesNotPay { reasons }',
};
const changed = '... on Award { id version status } ... on AwardNotOpen { award { status } }';
const inputOf: Readonly<Record<string, string>> = {
  declineAward: 'AwardVersionInput',
  resumeAward: 'AwardVersionInput',
};

/** The steps of an award’s life through the API. Each may be taken out of it by name. */
export class AwardSteps {
  readonly #study: Study;

  constructor(study: Study) {
    this.#study = study;
  }

  readonly answer = (viewer: Viewer, field: string, input: object) => {
    const type = inputOf[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const fields = fieldsOf[field] ?? changed;
    const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) { kind: __typename ${fields} } }`;
    return this.#study.served.ask<{ outcome: Outcome }>(viewer, query, { input });
  };
  readonly act = async (viewer: Viewer, field: string, input: object): Promise<Outcome> => {
    const { data, errors } = await this.answer(viewer, field, input);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.outcome;
  };

  /** Offers something; what it costs is what the lines come to unless the test says otherwise. */
  readonly offer = (viewer: Viewer, { lines, ...wish }: OfferWish) =>
    this.act(viewer, 'offerAward', {
      personId: wish.personId ?? this.#study.people.add('Person', viewer),
      schoolId: wish.schoolId ?? this.#study.people.add('School', viewer),
      ...{ programmeCode: 'NPQSL', acceptBefore: '2030-01-01' },
      costPence: lines.reduce<number>(
        (sum, line) => sum + ('amountPence' in line ? Number(line.amountPence) : 0),
        0,
      ),
      ...{ lines, ...wish },
    });

  readonly linesOf = async (viewer: Viewer, awardId: string) => {
    const { award } = await this.read(
      viewer,
      awardId,
      'lines { id source academicYear committedPence paidPence owedPence }',
    );
    return award.lines;
  };
  readonly instalmentsOf = async (viewer: Viewer, awardId: string) => {
    const { award } = await this.read(viewer, awardId, 'instalments { id version status dueOn }');
    return award.instalments;
  };
  readonly read = async (viewer: Viewer, id: string, fields: string) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award { ${fields} } } }`;
    const { data, errors } = await this.#study.served.ask<{
      _entities: ({ lines: Line[]; instalments: TestInstalment[] } & Outcome)[];
    }>(viewer, query, { of: [{ __typename: 'Award', id }] });
    const [award] = data._entities;
    if (errors || !award) throw new Error(`the award cannot be read: ${JSON.stringify(errors)}`);
    return { award };
  };

  /** Two of finance approve an instalment. */
  readonly approve = async (viewer: Viewer, { id, version }: { id: string; version: number }) => {
    const first = await this.act(viewer, 'approveInstalment', { id, version });
    return this.act(finance(viewer.trustId), 'approveInstalment', { id, version: first.version });
  };

  /** Finance says that instalments were paid. */
  readonly record = async (viewer: Viewer, ...rows: readonly (readonly string[])[]) => {
    const csv = [['instalment_id', 'amount', 'paid_on', 'reference'], ...rows]
      .map((row) => row.join(','))
      .join('\r\n');
    const query = `mutation ($input: RecordPaymentsInput!) { recordPayments(input: $input) {
      paidCount paidPence knownCount refused { row problem } } }`;
    const { data, errors } = await this.#study.served.ask<{ recordPayments: object }>(
      viewer,
      query,
      {
        input: { csv },
      },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.recordPayments;
  };

  /** People tells of somebody's contract and leave. */
  readonly tellRoster = async (
    { trustId }: Viewer,
    id: string,
    facts: { endsOn?: string | null; type?: string; leave?: StaffFacts['leave'] },
  ) => {
    const db = this.#study.db();
    const { endsOn = null, type = 'PRM', leave = [] } = facts;
    const contracts = [{ id: newId(), type, startsOn: '2020-09-01', endsOn }];
    const rest = { hasWorkMailbox: true, assignments: [], managers: [] };
    const told = { status: 'EMPLOYED' as const, contracts, leave, ...rest };
    versions += 1;
    const version = versions;
    await db.as(jobViewer('test', [], trustId), () =>
      new RosterService(db).keep(jobViewer('test', [], trustId), [
        { id, version, facts: told, mergedIntoId: null },
      ]),
    );
  };
}

let versions = 0;
