import { anEvent, type TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from './award-steps.ts';
import { finance, type testStudy } from '../testing.ts';

type Study = ReturnType<typeof testStudy>;

/** A clawback as tests look at it. */
export interface Found {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly leftOn: string;
  readonly amountPence: number;
  readonly repaidPence: number;
  readonly waiver: string | null;
  readonly arithmetic: string[];
}

const fields = 'id version status leftOn amountPence repaidPence waiver arithmetic';

/** What to say of a clawback when something is decided about it. */
export const because = ({ id, version }: Found) => ({ id, version, reason: 'As agreed.' });

const inputOf: Readonly<Record<string, string>> = {
  waiveClawback: 'WaiveClawbackInput',
  recordRepayment: 'RecordRepaymentInput',
};

/** The steps of leaving through events and the API. Each may be taken out of it by name. */
export class ClawbackSteps {
  readonly #study: Study;
  readonly #worker: TestWorker;
  readonly #awards: AwardSteps;
  #sequence = 0;

  constructor(study: Study, worker: TestWorker) {
    this.#study = study;
    this.#worker = worker;
    this.#awards = new AwardSteps(study);
  }

  /** People tells of somebody's contracts. */
  readonly tell = async (
    { trustId }: Viewer,
    personId: string,
    contracts: readonly { startsOn?: string; endsOn: string | null; type?: string }[],
    type = 'person.changed',
  ) => {
    this.#sequence += 1;
    const data = {
      ...{ status: 'EMPLOYED', hasWorkMailbox: true, assignments: [], managers: [], leave: [] },
      contracts: contracts.map((one) => ({
        ...{ id: newId(), type: 'PRM', startsOn: '2020-09-01', ...one },
      })),
    };
    const sequence = this.#sequence;
    const event = anEvent({ trustId, type, aggregateId: personId, sequence, data });
    await this.#worker.bring(this.#study.served.url, 'people', 'study', [event]);
  };

  readonly leaves = (viewer: Viewer, personId: string, endsOn: string | null) =>
    this.tell(viewer, personId, [{ endsOn }]);

  /** An award with a tie-in of two years, day by day, of which 60.01 was paid in two lines. */
  readonly aTiedAward = async () => {
    const { act, linesOf, offer } = this.#awards;
    this.#study.clock.set('2026-11-23T09:00:00Z');
    const viewer = finance();
    const student = aViewer({ trustId: viewer.trustId, scopes: ['study:read'] });
    const personId = this.#study.people.add('Person', viewer, student.personId ?? '');
    const agreementId = await this.#agreement(viewer);
    const fundIds = [
      await this.#study.aFund(viewer, 100_00),
      await this.#study.aFund(viewer, 100_00),
    ];
    const lines = [
      ...fundIds.map((fundId, index) => ({ fundId, amountPence: [40_00, 20_01][index] })),
      { source: 'DFE_SCHOLARSHIP', academicYear: 2026, amountPence: 500_00 },
    ];
    const { id, version } = await offer(viewer, { personId, lines, agreementId });
    const award = await act(student, 'acceptAward', { id, version, agreementId });
    const planned = (await linesOf(viewer, id)).map((line) => ({
      ...{ lineId: line.id, amountPence: line.committedPence },
      ...{ trigger: 'DATE', dueOn: '2026-11-01' },
    }));
    await act(viewer, 'planInstalments', { awardId: id, instalments: planned });
    await this.#payAll(viewer, id, planned);
    return { viewer, student, personId, award, fundIds };
  };

  /** What the viewer sees that somebody owes; null where it is none of their business. */
  readonly clawbacksOf = async (viewer: Viewer, personId: string): Promise<Found[] | null> => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person {
      clawbacks { edges { node { ${fields} } } } } } }`;
    const { data } = await this.#study.served.ask<{
      _entities: { clawbacks: { edges: { node: Found }[] } | null }[];
    }>(viewer, query, { of: [{ __typename: 'Person', id: personId }] });
    return data._entities[0]?.clawbacks?.edges.map(({ node }) => node) ?? null;
  };

  readonly theOne = async (viewer: Viewer, personId: string) => {
    const [found] = (await this.clawbacksOf(viewer, personId)) ?? [];
    if (!found) throw new Error('nobody owes anything');
    return found;
  };

  readonly changeAnswer = (viewer: Viewer, field: string, input: object) => {
    const type = inputOf[field] ?? 'ClawbackReasonInput';
    const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) { kind: __typename
      ... on Clawback { ${fields} } ... on ClawbackNotOpen { clawback { status } }
      ... on RepaidTooMuch { owedPence } } }`;
    return this.#study.served.ask<{ outcome: Found & { kind: string } }>(viewer, query, { input });
  };

  readonly change = async (viewer: Viewer, field: string, input: object) => {
    const { data, errors } = await this.changeAnswer(viewer, field, input);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.outcome;
  };

  /** What each line has paid, and what of it is owed back. */
  readonly owed = async (viewer: Viewer, awardId: string) =>
    (await this.#awards.linesOf(viewer, awardId)).map(({ paidPence, owedPence }) => [
      ...[paidPence, owedPence],
    ]);

  async #agreement(viewer: Viewer): Promise<string> {
    const input = {
      ...{ name: 'Study', text: 'I stay.', tieInKind: 'DAILY', tieInMonths: 24 },
      beforeCompletionPercent: 100,
    };
    const query =
      'mutation ($input: PublishAgreementInput!) { publishAgreement(input: $input) { id } }';
    const { data } = await this.#study.served.ask<{ publishAgreement: { id: string } }>(
      ...[viewer, query, { input }],
    );
    return data.publishAgreement.id;
  }

  async #payAll(viewer: Viewer, awardId: string, planned: readonly { amountPence: number }[]) {
    const instalments = await this.#awards.instalmentsOf(viewer, awardId);
    for (const [index, instalment] of instalments.entries()) {
      await this.#awards.approve(viewer, instalment);
      const pence = planned[index]?.amountPence ?? 0;
      const row = [instalment.id, (pence / 100).toFixed(2), '2026-11-20', 'B'];
      await this.#awards.record(viewer, row);
    }
  }
}
