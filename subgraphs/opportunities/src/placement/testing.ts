import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import {
  aHead,
  aMemberOfStaff,
  type Outcome,
  type TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';
import { PlacementKind } from './placement-kind.types.ts';
import { type PlacementDraft, PlacementService } from './placement.service.ts';

const parts = `id version state missing startsOn endsOn weekdays agreementId purpose
  consents { party state reason dueOn school { id } givenBy { id } }
  cover { isNeeded plan costPence paidBy } induction { number item doneOn }
  checks { check outcome source confirmedBy checkedOn validTo holdsThroughout checkedBy { id } }
  endings { id endsOn reason agreedBy }`;
const placement = `... on Placement { ${parts} } ... on PlacementNotChangeable { from: state }`;
const selections = {
  planPlacement: `${placement} ... on PlacementDaysUnclear { message }`,
  answerPlacement: `${placement} ... on NotAsked { message } ... on ReasonMissing { message }`,
  planCover: `${placement} ... on NotAsked { message }`,
  planInduction: `${placement} ... on NotAsked { message }`,
  completeInduction: `${placement} ... on NotAsked { message }`,
  schedulePlacement: `${placement} ... on PlacementIncomplete { lacks: missing }`,
  cancelPlacement: `${placement} ... on PlacementDaysUnclear { message } ... on NotAsked { message }`,
  proposePlacementEnding: `${placement} ... on PlacementDaysUnclear { message }`,
  agreePlacementEnding: `${placement} ... on NotAsked { message }`,
  recordClearance: 'id check outcome checkedOn validTo confirmedBy checkedBy { id }',
  setClearancePolicy: 'id kind checks',
  setWorkingWeek: `... on WorkingWeek { days { weekday school { id } } }
    ... on WorkingDaysClash { weekdays } ... on NoPostThere { schoolIds }`,
};
export type PlacementChange = keyof typeof selections;

const inputs: Partial<Record<PlacementChange, string>> = {
  schedulePlacement: 'MovePlacementInput!',
};

const seenShape = z
  .object({
    version: z.number(),
    state: z.string(),
    missing: z.array(z.string()).nullable(),
    consents: z.array(z.looseObject({ party: z.string(), state: z.string() })),
    endings: z.array(z.looseObject({ id: z.string() })),
  })
  .loose();

export const checks = ['BARRED_LIST', 'DBS', 'IDENTITY'];

/** Somebody of one school who goes to another, and all who have a say in it, over HTTP. */
export class TestPlacement {
  readonly trustId = newId();
  readonly central = thePeopleTeam(this.trustId);
  readonly person: Viewer = aMemberOfStaff(this.trustId);
  readonly home = newId();
  readonly host = newId();
  readonly homeHead = aHead(this.trustId, this.home);
  readonly hostHead = aHead(this.trustId, this.host);

  constructor(private readonly test: TestOpportunities) {}

  get personId(): string {
    return String(this.person.personId);
  }

  /** People tells of somebody with a full-time post at the home school, unless told otherwise. */
  employ(personId = this.personId, facts: Partial<StaffFacts> = {}): Promise<string> {
    const usual = factsAt(this.home);
    const assignments = usual.assignments.map((post) => ({ ...post, fte: 1 }));
    return this.test.tellOf(this.trustId, { ...usual, assignments, ...facts }, personId);
  }

  /** A placement that is to be prepared: a week in June, unless told otherwise. */
  make(...drafts: readonly Partial<PlacementDraft>[]): Promise<string[]> {
    return this.makeBy(this.test.clock.now, ...drafts);
  }

  /** The same by a clock of one's own. */
  async makeBy(now: Clock, ...drafts: readonly Partial<PlacementDraft>[]): Promise<string[]> {
    const whole = (drafts.length > 0 ? drafts : [{}]).map((draft) => ({
      ...{ personId: this.personId, kind: PlacementKind.SHADOWING, opportunityId: null },
      ...{ applicationId: null, homeSchoolId: this.home, hostSchoolId: this.host },
      ...{ startsOn: '2026-06-01', endsOn: '2026-06-06', weekdays: null },
      ...{ purpose: 'To see how they teach fractions', agreementId: null, agreed: [] },
      ...draft,
    }));
    return this.test.within(this.central, (db) =>
      new PlacementService(db, now).make(this.central, whole),
    );
  }

  async change(viewer: Viewer, mutation: PlacementChange, input: object): Promise<Outcome> {
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

  /** The same of a placement as it stands now. */
  async on(
    viewer: Viewer,
    mutation: PlacementChange,
    id: string,
    more: object = {},
  ): Promise<Outcome> {
    const { version } = await this.seen(id);
    return this.change(viewer, mutation, { id, version, ...more });
  }

  async seen(id: string, viewer: Viewer = this.central) {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Placement { ${parts} } } }`;
    const references = [{ __typename: 'Placement', id }];
    const { data } = await this.test.served.ask<{ _entities: unknown[] }>(viewer, query, {
      references,
    });
    return seenShape.parse(data._entities[0]);
  }

  /** All three agree. */
  async agree(id: string): Promise<void> {
    await this.on(this.person, 'answerPlacement', id, { agrees: true });
    const { home: schoolId } = this;
    await this.on(this.homeHead, 'answerPlacement', id, { schoolId, agrees: true });
    await this.on(this.hostHead, 'answerPlacement', id, { schoolId: this.host, agrees: true });
  }

  cover(id: string, more: object = {}): Promise<Outcome> {
    const cover = { isNeeded: true, plan: 'A colleague takes the classes', costPence: 250_00 };
    return this.on(this.homeHead, 'planCover', id, { ...cover, paidBy: 'HOME', ...more });
  }

  /** The trust holds each check of the person, with no end unless told. */
  async clear(personId = this.personId, validTo: string | null = null): Promise<void> {
    for (const check of checks) await this.record(check, { personId, validTo });
  }

  record(check: string, more: object = {}): Promise<Outcome> {
    return this.change(this.central, 'recordClearance', {
      ...{ personId: this.personId, check, outcome: 'HELD', source: 'TRUST' },
      ...{ checkedOn: '2026-01-12', ...more },
    });
  }

  /** A placement with all its parts. */
  async whole(draft: Partial<PlacementDraft> = {}): Promise<string> {
    const [id = ''] = await this.make(draft);
    await this.agree(id);
    await this.cover(id);
    return id;
  }

  schedule(id: string, viewer = this.central): Promise<Outcome> {
    return this.on(viewer, 'schedulePlacement', id);
  }

  /** People tells that the person has left. */
  async leave(personId = this.personId): Promise<void> {
    const facts = { status: 'LEFT', contracts: [], assignments: [], managers: [], leave: [] };
    await this.test.tellOfAll(
      this.trustId,
      [{ id: personId, facts: { hasWorkMailbox: true, ...facts, status: 'LEFT' } }],
      'person.left',
    );
  }
}
