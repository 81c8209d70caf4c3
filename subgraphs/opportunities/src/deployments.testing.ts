import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { TestPlacement } from './placement/testing.ts';
import type { Outcome, TestOpportunities } from './testing.ts';

const need = '... on SpecialistNeed { id version days lentDays withdrawnAt }';
const offer = '... on LendingOffer { id version days used ratePence approvedAt withdrawnAt }';
const recharge = `... on Recharge { id days ratePence amountPence reversesId reason
  debitSchool { id } creditSchool { id } }`;
const unclear = '... on LendingDaysUnclear { message }';
const notToBeHad = '... on NotToBeHad { message }';
const selections = {
  stateSpecialistNeed: `${need} ${unclear}`,
  withdrawSpecialistNeed: 'id version withdrawnAt',
  offerDays: `${offer} ... on NoPostToLendFrom { message }`,
  approveLendingOffer: `${offer} ${notToBeHad}`,
  withdrawLendingOffer: 'id version withdrawnAt',
  setLendingPolicy: 'id daysAYear hoursAYear',
  proposeDeployment: `... on Deployment { id ratePence minutesADay days { day state }
    placement { id state startsOn endsOn weekdays missing } } ${unclear} ${notToBeHad}
    ... on BeyondContract { daysLeft hoursLeft } ... on LentAlready { taken: days }`,
  confirmLentDays: `${recharge} ... on DaysNotWorked { others: days } ... on DeploymentNotFirm { message }`,
  reverseRecharge: `${recharge} ... on RechargeNotReversible { message }`,
};
export type LendingChange = keyof typeof selections;

const inputs: Partial<Record<LendingChange, string>> = {
  withdrawSpecialistNeed: 'WithdrawLendingInput!',
  withdrawLendingOffer: 'WithdrawLendingInput!',
};

/** A maths specialist of one school and another school that needs one, over HTTP. */
export class TestLending {
  readonly trust: TestPlacement;
  readonly finance: Viewer;
  home: string;
  host: string;

  constructor(private readonly test: TestOpportunities) {
    this.trust = new TestPlacement(test);
    const { trustId } = this.trust;
    const at = (easting: number) => ({ position: { easting, northing: 300_000 } });
    this.home = test.people.addSchoolWith(trustId, at(400_000));
    this.host = test.people.addSchoolWith(trustId, at(416_093)); // ten miles away
    const scopes = ['opportunity:read', 'spend:read'];
    this.finance = aViewer({ trustId, allPlaces: true, scopes });
  }

  get central(): Viewer {
    return this.trust.central;
  }

  head(schoolId: string): Viewer {
    return { ...this.trust.homeHead, placeIds: [schoolId] };
  }

  /** Whole posts by share of full time; all at the home school. */
  async specialist(fte = 1, viewer = this.trust.person): Promise<Viewer> {
    const facts = factsAt(this.home);
    const assignments = facts.assignments.map((post) => ({ ...post, fte }));
    const { trustId } = this.trust;
    await this.test.tellOf(trustId, { ...facts, assignments }, String(viewer.personId));
    return viewer;
  }

  async change(viewer: Viewer, mutation: LendingChange, input: object): Promise<Outcome> {
    const usual = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const { data, errors } = await this.test.served.ask<{ outcome: Outcome }>(
      viewer,
      `mutation ($input: ${inputs[mutation] ?? usual}) {
         outcome: ${mutation}(input: $input) { result: __typename ${selections[mutation]} } }`,
      { input },
    );
    const [error] = errors ?? [];
    return error ? { ...error.extensions, result: String(error.extensions['code']) } : data.outcome;
  }

  need(more: object = {}, viewer = this.head(this.host)): Promise<Outcome> {
    return this.change(viewer, 'stateSpecialistNeed', {
      ...{ schoolId: this.host, subjectCode: 'MAT', purpose: 'To plan Year 7 with the team' },
      ...{ days: 10, startsOn: '2026-06-01', endsOn: '2026-08-31', ...more },
    });
  }

  /** Days that the specialist offers and their head approves, at £210 a day. */
  async offered(more: object = {}, viewer = this.trust.person): Promise<string> {
    const made = await this.change(viewer, 'offerDays', {
      ...{ academicYear: 2025, subjectCodes: ['MAT'], days: 40, ...more },
    });
    await this.change(this.head(this.home), 'approveLendingOffer', {
      ...{ id: made.id, version: made.version, ratePence: 210_00 },
    });
    return String(made.id);
  }

  propose(
    needId: unknown,
    offerId: string,
    days: readonly string[],
    more: object = {},
  ): Promise<Outcome> {
    const input = { needId, offerId, days, ...more };
    return this.change(this.head(this.host), 'proposeDeployment', input);
  }

  /** Gives a deployment all its parts. */
  async settle(id: string, viewer = this.trust.person): Promise<Outcome> {
    const { trust, home } = this;
    await trust.on(viewer, 'answerPlacement', id, { agrees: true });
    await trust.on(this.head(home), 'answerPlacement', id, { schoolId: home, agrees: true });
    const cover = { isNeeded: true, plan: 'A supply teacher', costPence: 1_800_00 };
    await trust.on(this.head(home), 'planCover', id, { ...cover, paidBy: 'HOST' });
    return trust.schedule(id);
  }

  async position(schoolId: string, viewer = this.finance) {
    const { data, errors } = await this.test.served.ask<{
      lendingPosition: Record<string, unknown> | null;
    }>(
      viewer,
      `query ($schoolId: ID!) { lendingPosition(schoolId: $schoolId, academicYear: 2025) {
         lentDays borrowedDays netDays owedPence owingPence netPence
         recharges { totalCount edges { node { amountPence } } } } }`,
      { schoolId },
    );
    return errors?.[0]?.extensions['code'] ?? data.lendingPosition;
  }
}

/** Weekdays in a row from 1 June 2026, a Monday. */
export function schoolDays(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const n = from + place;
    const days = Math.floor(n / 5) * 7 + (n % 5);
    return new Date(Date.UTC(2026, 5, 1 + days)).toISOString().slice(0, 10);
  });
}
