import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { type TestSubgraph, testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { KnownToPeople } from './people.testing.ts';
import { opportunitiesDatabase, opportunitiesSubgraph } from './subgraph.ts';

/** A clock that stands where a test puts it. */
class TestClock {
  #now = new Date('2026-05-12T09:00:00Z');

  readonly now = () => this.#now;

  set(instant: string): void {
    this.#now = new Date(instant);
  }
}

/** What came of a mutation: the type of its result or the code of its error, and what that says. */
export interface Outcome {
  readonly result: string;
  readonly id?: string;
  readonly version?: number;
  readonly [field: string]: unknown;
}

/** The whole subgraph over HTTP for one test file, with people and the clock in the test's hands. */
export class TestOpportunities {
  readonly people = new KnownToPeople();
  readonly clock = new TestClock();
  readonly worker = new TestWorker();
  readonly served: TestSubgraph = testSubgraph(
    opportunitiesSubgraph(this.people, this.clock.now),
    this.worker.environment,
  );
  #sequence = 0;

  /** People tells of somebody: a new one unless `id` says who, with a post unless told otherwise. */
  async tellOf(trustId: string, facts: Partial<StaffFacts> = {}, id = newId()): Promise<string> {
    await this.tellOfAll(trustId, [{ id, facts: { ...factsAt(newId()), ...facts } }]);
    return id;
  }

  /** The same of several at once. */
  async tellOfAll(
    trustId: string,
    people: readonly { readonly id: string; readonly facts: StaffFacts }[],
    type = 'person.changed',
  ): Promise<void> {
    const events = people.map(({ id: aggregateId, facts }) => {
      const sequence = (this.#sequence += 1);
      return anEvent({
        trustId,
        type,
        aggregateId,
        sequence,
        data: { ...facts },
      });
    });
    const { refused } = await this.worker.bring(this.served.url, 'people', 'opportunities', events);
    if (refused.length > 0) throw new Error('what people told was refused');
  }

  create(viewer: Viewer, input: Readonly<Record<string, unknown>> = {}): Promise<Outcome> {
    return this.#change(viewer, 'createOpportunity', { ...aSecondment, ...input });
  }

  edit(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'editOpportunity', input);
  }

  amend(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'amendOpportunity', input);
  }

  move(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'moveOpportunity', input);
  }

  setFairnessPolicy(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'setFairnessPolicy', input);
  }

  redeploy(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'redeploy', input);
  }

  logAlternative(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'logAlternativeNotice', input);
  }

  /** People tells what became of notices of a version of an opportunity. */
  async tellOfNotices(
    trustId: string,
    notices: readonly { readonly personId: string; readonly type: string; readonly data: object }[],
    about: { readonly id: string; readonly version?: number },
  ): Promise<void> {
    const events = notices.map(({ personId, type, data: said }) => {
      const sequence = (this.#sequence += 1);
      const subject = { type: 'Opportunity', version: 1, ...about };
      const data = { about: subject, personId, ...said };
      return anEvent({ trustId, type, aggregateId: newId(), sequence, data });
    });
    const { refused } = await this.worker.bring(this.served.url, 'people', 'opportunities', events);
    if (refused.length > 0) throw new Error('what people told was refused');
  }

  setCalendar(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'setSchoolCalendar', input);
  }

  importCalendars(viewer: Viewer, input: Readonly<Record<string, unknown>>): Promise<Outcome> {
    return this.#change(viewer, 'importSchoolCalendars', input);
  }

  publish(viewer: Viewer, { id, version, ...more }: Partial<Outcome>): Promise<Outcome> {
    const { idempotencyKey } = more;
    const input = { id, version, idempotencyKey };
    return this.#change(viewer, 'publishOpportunity', input);
  }

  /** A published opportunity; unless told otherwise it is open on the test clock's first day. */
  async published(viewer: Viewer, input: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { id } = await this.publish(viewer, await this.create(viewer, input));
    if (!id) throw new Error('it could not be published');
    return id;
  }

  apply(
    viewer: Viewer,
    opportunityId: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Outcome> {
    const input = { opportunityId, ...more };
    return this.#change(viewer, 'applyForOpportunity', input);
  }

  withdraw(viewer: Viewer, { id, version }: Partial<Outcome>): Promise<Outcome> {
    return this.#change(viewer, 'withdrawApplication', { id, version });
  }

  /** Does `work` on the database as the app role, with the viewer's row security. */
  within<T>(viewer: Viewer, work: (db: Database) => Promise<T>): Promise<T> {
    return this.#on(this.served.database.appUrl, viewer, work);
  }

  /** The same as the tables' owner, whom no grant holds back. */
  asOwner<T>(viewer: Viewer, work: (db: Database) => Promise<T>): Promise<T> {
    return this.#on(this.served.database.ownerUrl, viewer, work);
  }

  async #on<T>(url: string, viewer: Viewer, work: (db: Database) => Promise<T>): Promise<T> {
    const source = createDataSource(opportunitiesDatabase, url, 2);
    await source.initialize();
    const db = new Database(source);
    return db.as(viewer, () => work(db)).finally(() => source.destroy());
  }

  #change(
    viewer: Viewer,
    mutation: keyof typeof fieldsOf,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> {
    return this.mutate(viewer, mutation, input, fieldsOf[mutation]);
  }

  /** Any mutation, with what is asked of its result; its input is named after it. */
  async mutate(
    viewer: Viewer,
    mutation: string,
    input: object,
    fields: string,
    type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`,
  ): Promise<Outcome> {
    const { data, errors } = await this.served.ask<{ outcome: Outcome }>(
      viewer,
      `mutation ($input: ${type}) { outcome: ${mutation}(input: $input) { result: __typename ${fields} } }`,
      { input },
    );
    const [error] = errors ?? [];
    return error ? { ...error.extensions, result: String(error.extensions['code']) } : data.outcome;
  }
}

const opportunity = `... on Opportunity {
  id version kind title summary opensOn closesOn state isOpen publishedAt
  audience { version staffGroups roleCodes } hostSchool { id } network { id }
}`;
const application = `id version statement state submittedAt withdrawnAt opportunity { id } person { id }`;

/** What is asked of each mutation's result: a document may name only members of the union. */
const fieldsOf = {
  createOpportunity: `${opportunity} ... on ClosesBeforeOpening { message earliestClosesOn }`,
  editOpportunity: `${opportunity} ... on ClosesBeforeOpening { message earliestClosesOn }
    ... on OpportunityNotEditable { message state }`,
  publishOpportunity: `${opportunity} ... on OpportunityNotPublishable { message missing }
    ... on ClosingDayOver { message closedOn } ... on IllegalTransition { message from legal }`,
  amendOpportunity: `${opportunity} ... on ClosesBeforeOpening { message earliestClosesOn }
    ... on ClosingDayOver { message closedOn } ... on OpportunityNotAmendable { message state }
    ... on OpportunityNotPublishable { message missing }`,
  moveOpportunity: `${opportunity}
    ... on DecisionTooEarly { message earliestDecisionOn blockers { code people holds } } ... on OpportunityNotPublishable { message missing }
    ... on ClosingDayOver { message closedOn } ... on IllegalTransition { message from legal }`,
  setFairnessPolicy: `... on FairnessPolicy { id kind days joinerDays }
    ... on FairnessTooShort { message minimumDays minimumJoinerDays }`,
  redeploy: `${opportunity} ... on IllegalTransition { message from legal } ... on NotAtRisk { message }
    ... on OpportunityNotPublishable { message missing }`,
  logAlternativeNotice: `${opportunity} ... on NotWaitingToBeTold { message }
    ... on NotToldThen { message earliestToldOn }`,
  setSchoolCalendar: `... on SchoolCalendar { id academicYear schoolDayCount firstDay lastDay }
    ... on TermsOutOfOrder { message term } ... on NoSchoolDays { message }`,
  importSchoolCalendars: `... on SchoolCalendarImport { setCount refused { urn academicYear reason } }`,
  applyForOpportunity: `... on Application { ${application} } ... on NotOpen { message opensOn closesOn }
    ... on AlreadyApplied { message application { ${application} } }
    ... on CriteriaUnanswered { criteria { text } }`,
  withdrawApplication: `... on Application { ${application} } ... on OwnOnly { message }
    ... on ApplicationNotWithdrawable { message from legal }`,
};

const aSecondment = {
  kind: 'SECONDMENT',
  title: 'Lead early reading across three schools',
  summary: 'Two terms, with a way back.',
  opensOn: '2026-05-01',
  closesOn: '2026-05-31',
};

const staffScopes = ['opportunity:read', 'opportunity:apply'];

/** A member of staff. */
export const aMemberOfStaff = (trustId: string): Viewer =>
  aViewer({ trustId, scopes: staffScopes });

/** A head, who answers for the schools. */
export const aHead = (trustId: string, ...placeIds: string[]): Viewer =>
  aViewer({ trustId, placeIds, scopes: [...staffScopes, 'opportunity:publish'] });

/** An API key that reads applications, for the schools. */
export const anApplicationReader = (trustId: string, ...placeIds: string[]): Viewer =>
  aViewer({ trustId, personId: null, placeIds, scopes: ['opportunity:read', 'application:read'] });

/** Somebody of the people team, who answers for all schools and reads applications. */
export const thePeopleTeam = (trustId: string): Viewer =>
  aViewer({
    trustId,
    allPlaces: true,
    scopes: [...staffScopes, 'opportunity:publish', 'application:read'],
  });
