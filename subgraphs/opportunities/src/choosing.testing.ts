import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import type { TestPanel } from './panel/testing.ts';
import { aMemberOfStaff, type Outcome, type TestOpportunities } from './testing.ts';

const fields = `... on Application { id version state offer { startsOn endsOn } }
  ... on ApplicationNotMovable { message from legal } ... on NotChoosing { opportunity: state }`;
const chosen = `${fields} ... on ShortlistOpen { message } ... on DecisionTooEarly { message }`;
const offered = `${chosen} ... on NoPlaceFree { places } ... on OfferEndsTooEarly { startsOn }
  ... on HasLeft { message } ... on ActingNotAsApproved { message }
  ... on SeatNotToBeHad { because } ... on AdvisesOwnSchool { message }`;
const answered = `${fields} ... on OwnOnly { message } ... on DecisionTooEarly { message }
  ... on SeatNotToBeHad { because }`;

/** What is asked of each mutation's result: a document may name only members of the union. */
const selections = {
  inviteToInterview: chosen,
  waitlistApplication: chosen,
  turnDownApplication: chosen,
  offerPlace: offered,
  acceptOffer: answered,
  declineOffer: answered,
};

const applicationShape = z.object({ id: z.string(), version: z.number(), state: z.string() });
const seenShape = z.object({
  opportunity: z.object({
    version: z.number(),
    state: z.string(),
    places: z.object({ places: z.number(), offered: z.number(), accepted: z.number() }),
    applications: z.object({ edges: z.array(z.object({ node: applicationShape })) }),
  }),
});

/** An opportunity for which people are being chosen, as each of those who take part. */
export interface BeingChosen {
  readonly central: Viewer;
  readonly opportunityId: string;
  readonly members: readonly Viewer[];
  readonly applicants: readonly Viewer[];
}

/** Choosing over HTTP, as those who decide and those who answer. */
export class TestChoosing {
  constructor(
    private readonly test: TestOpportunities,
    private readonly panels: TestPanel,
  ) {}

  /** So many apply for a secondment in May, and some who have applied elsewhere; two are to score them. */
  async applied(
    central: Viewer,
    applicants: number,
    criteria: readonly Readonly<Record<string, unknown>>[] = [],
    also: readonly Viewer[] = [],
  ): Promise<BeingChosen> {
    const staff = (count: number) =>
      Array.from({ length: count }, () => aMemberOfStaff(central.trustId));
    const [members, others] = [staff(2), staff(applicants)];
    const some = { members, applicants: [...also, ...others] };
    this.test.clock.set('2026-05-12T09:00:00Z');
    const opportunityId = await this.panels.opportunity(central, criteria);
    await this.panels.employ(...members, ...others);
    for (const one of some.applicants) await this.panels.applies(one, opportunityId);
    const memberIds = some.members.map(({ personId }) => personId);
    await this.panels.appoint(central, { opportunityId, memberIds });
    for (const one of some.members) {
      await this.panels.declare(one, { opportunityId, personIds: [] });
    }
    await this.panels.toShortlisting(central, opportunityId);
    await this.panels.start(central, { opportunityId });
    return { central, opportunityId, ...some };
  }

  /** Both members give each applicant the points, and the shortlist is locked. */
  async locked(
    { central, opportunityId, members, applicants }: BeingChosen,
    points: readonly number[][],
    places = applicants.length,
  ): Promise<void> {
    for (const { id, statement } of await this.panels.candidates(
      members[0] ?? central,
      opportunityId,
    )) {
      const which = applicants.findIndex(({ personId }) => statement?.includes(String(personId)));
      await this.panels.scoreBy(members, id, points[which] ?? []);
    }
    const { result } = await this.panels.lock(central, { opportunityId, places });
    if (result !== 'Panel') throw new Error(`locking ended in ${result}`);
  }

  /** The opportunity as somebody sees it, and the latest application of theirs. */
  async seen(viewer: Viewer, id: string) {
    const query = `query ($id: ID!) { opportunity(id: $id) { version state
      places { places offered accepted }
      applications(first: 100) { edges { node { id version state } } } } }`;
    const { data } = await this.test.served.ask(viewer, query, { id });
    const { opportunity } = seenShape.parse(data);
    return { ...opportunity, own: opportunity.applications.edges[0]?.node };
  }

  /** Does something with the application of one of them, as that person or somebody else. */
  async on(
    applicant: Viewer,
    opportunityId: string,
    mutation: keyof typeof selections,
    {
      as: viewer = applicant,
      ...more
    }: { readonly as?: Viewer; readonly [field: string]: unknown } = {},
  ): Promise<Outcome> {
    const { own } = await this.seen(applicant, opportunityId);
    const input = { id: own?.id, version: own?.version, ...more };
    const type = mutation === 'offerPlace' ? 'OfferPlaceInput!' : 'MoveApplicationInput!';
    return this.test.mutate(viewer, mutation, input, selections[mutation], type);
  }

  /** A place from September is offered. */
  offer(applicant: Viewer, opportunityId: string, central: Viewer): Promise<Outcome> {
    const days = { startsOn: '2026-09-01', endsOn: '2027-04-01' };
    return this.on(applicant, opportunityId, 'offerPlace', { as: central, ...days });
  }

  /** Takes the opportunity on. */
  async move(central: Viewer, id: string, to: string): Promise<Outcome> {
    const { version } = await this.seen(central, id);
    return this.test.mutate(
      central,
      'moveOpportunity',
      { id, version, to },
      `... on Opportunity { id version state } ... on SomebodyPlaced { taken }
       ... on ApplicantsWaiting { undecided feedbackOwed } ... on EndsOtherwise { places taken as }
       ... on DecisionTooEarly { message }`,
    );
  }

  /** Tells somebody who was not chosen why. */
  async tellWhy(applicant: Viewer, opportunityId: string, central: Viewer): Promise<Outcome> {
    const { own } = await this.seen(applicant, opportunityId);
    const input = { applicationId: own?.id, text: 'Say more of what came of the project.' };
    return this.test.mutate(central, 'giveFeedback', input, '... on Application { id state }');
  }
}
