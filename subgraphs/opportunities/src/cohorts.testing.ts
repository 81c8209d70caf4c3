import { anEvent } from '@trellis/events/testing/test-worker';
import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestChoosing } from './choosing.testing.ts';
import {
  answerOffer,
  cohortShape,
  offer,
  offerShape,
  type SeenCohort,
  type SeenOffer,
  type SeenTerm,
  selections,
  term,
  termShape,
} from './cohort-answers.testing.ts';
import { TestPanel } from './panel/testing.ts';
import { aMemberOfStaff, type Outcome, type TestOpportunities, thePeopleTeam } from './testing.ts';

/** Somebody of a test's trust. */
export type Somebody = Viewer & { readonly personId: string };

/** A trust with cohorts, over HTTP. The clock stands on 13 May 2024. */
export class TestCohorts {
  readonly central: Viewer = thePeopleTeam(newId());
  readonly trustId = this.central.trustId;
  readonly school: string;
  readonly panels: TestPanel;
  readonly choosing: TestChoosing;
  #sequence = 0;

  constructor(readonly test: TestOpportunities) {
    test.clock.set('2024-05-13T09:00:00Z');
    this.school = test.people.addSchoolWith(this.trustId, { phase: { code: '2' } });
    this.panels = new TestPanel(test);
    this.choosing = new TestChoosing(test, this.panels);
  }

  /** Somebody with a post since long, as a teacher of the first school unless told otherwise. */
  async somebody(
    post: Partial<StaffFacts['assignments'][number]> = {},
    who: Viewer = aMemberOfStaff(this.trustId),
  ): Promise<Somebody> {
    const personId = String(who.personId);
    const facts = factsAt(post.schoolId ?? this.school);
    const assignments = facts.assignments.map((one) => ({
      ...{ ...one, fte: 1, startsOn: '2020-09-01' },
      ...post,
    }));
    await this.test.tellOf(this.trustId, { ...facts, assignments }, personId);
    return { ...who, personId };
  }

  async several(count: number, post: Partial<StaffFacts['assignments'][number]> = {}) {
    const all: Somebody[] = [];
    for (let at = 0; at < count; at += 1) all.push(await this.somebody(post));
    return all;
  }

  /** People tells that they have left. */
  leave(...people: readonly Somebody[]): Promise<void> {
    const none = { contracts: [], assignments: [], managers: [], leave: [] };
    const facts: StaffFacts = { status: 'LEFT', hasWorkMailbox: true, ...none };
    return this.test.tellOfAll(
      this.trustId,
      people.map(({ personId: id }) => ({ id, facts })),
      'person.left',
    );
  }

  change(viewer: Viewer, mutation: keyof typeof selections, input: object): Promise<Outcome> {
    return this.test.mutate(viewer, mutation, input, selections[mutation]);
  }

  /** A team of two years' terms from September, two seats for anybody, staggered, unless told otherwise. */
  async plan(input: object = {}): Promise<SeenCohort> {
    const outcome = await this.change(this.central, 'planCohort', {
      ...{ name: 'Shadow leadership team', purpose: 'To sit beside the trust’s leaders.' },
      ...{ startsOn: '2024-09-01', termYears: 2, seats: [{ count: 2 }], ...input },
    });
    return cohortShape.parse(outcome);
  }

  async announce(
    { id: cohortId }: { readonly id: string },
    viewer = this.central,
  ): Promise<string[]> {
    const outcome = await this.change(viewer, 'announceSeats', { cohortId });
    const shape = z.array(z.object({ id: z.string() }));
    return shape.parse(outcome['opportunities']).map(({ id }) => id);
  }

  /** The worker says that a day has begun, perhaps more than once. */
  async dayBegins(day: string, times = 1): Promise<void> {
    this.test.clock.set(`${day}T05:30:00Z`);
    const happened = { trustId: this.trustId, type: 'cohort.day_began', aggregateId: this.trustId };
    const events = Array.from({ length: times }, () =>
      anEvent({ ...happened, sequence: (this.#sequence += 1), data: { day } }),
    );
    const { url } = this.test.served;
    const { refused } = await this.test.worker.bring(url, 'opportunities', 'opportunities', events);
    if (refused.length > 0) throw new Error('the day was refused');
  }

  sql<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return asSuperuser(this.test.served.database.name, async (client) => {
      const { rows } = await client.query<T>(sql, [...values]);
      return rows;
    });
  }

  /** What announces seats of the cohort and is undecided. */
  async announced({
    id,
  }: {
    readonly id: string;
  }): Promise<{ id: string; title: string; seats: number }[]> {
    return this.sql(
      `SELECT o.id, o.title, count(*)::integer AS seats FROM seat_announcement told
         JOIN opportunity o ON o.id = told.opportunity_id
        WHERE told.cohort_id = $1 AND is_undecided(o.trust_id, o.id)
        GROUP BY o.id, o.title, o.opens_on ORDER BY o.opens_on, o.title`,
      [id],
    );
  }

  /** All whom it is for are told, and apply in this order, which is the panel’s, too. */
  async ranked(opportunityId: string, applicants: readonly Viewer[]): Promise<void> {
    const [days] = await this.sql<{ opens: string; after: string }>(
      'SELECT opens_on::text AS opens, (closes_on + 7)::text AS after FROM opportunity WHERE id = $1',
      [opportunityId],
    );
    this.test.clock.set(`${days?.opens ?? ''}T09:00:00Z`);
    await this.sql(
      'UPDATE opportunity_notice SET reached_at = asked_at WHERE opportunity_id = $1',
      [opportunityId],
    );
    const members = [aMemberOfStaff(this.trustId), aMemberOfStaff(this.trustId)];
    await this.panels.employ(...members);
    for (const one of applicants) await this.panels.applies(one, opportunityId);
    const memberIds = members.map(({ personId }) => personId);
    await this.panels.appoint(this.central, { opportunityId, memberIds });
    for (const one of members) await this.panels.declare(one, { opportunityId, personIds: [] });
    this.test.clock.set(`${days?.after ?? ''}T09:00:00Z`);
    await this.choosing.move(this.central, opportunityId, 'SHORTLISTING');
    await this.panels.start(this.central, { opportunityId });
    const points = applicants.map((_, place) => [Math.max(0, 4 - place)]);
    const chosen = { central: this.central, opportunityId, members, applicants };
    await this.choosing.locked(chosen, points);
  }

  /** The offer that the opportunity’s seats are for. */
  async offerSeat(applicant: Viewer, opportunityId: string, more: object = {}): Promise<Outcome> {
    const [told] = await this.sql<{ startsOn: string; endsOn: string }>(
      `SELECT starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM seat_announcement
        WHERE opportunity_id = $1 LIMIT 1`,
      [opportunityId],
    );
    const { own } = await this.choosing.seen(applicant, opportunityId);
    const input = { id: own?.id, version: own?.version, ...told, ...more };
    return this.test.mutate(
      ...([this.central, 'offerPlace', input] as const),
      `${answerOffer} ... on SeatDaysOtherwise { startsOn endsOn } ... on NoPlaceFree { places }
       ... on ShortlistOpen { message } ... on HasLeft { message }`,
    );
  }

  async acceptSeat(applicant: Viewer, opportunityId: string): Promise<Outcome> {
    const { own } = await this.choosing.seen(applicant, opportunityId);
    const input = { id: own?.id, version: own?.version };
    return this.test.mutate(applicant, 'acceptOffer', input, answerOffer, 'MoveApplicationInput!');
  }

  async waitlist(applicant: Viewer, opportunityId: string): Promise<Outcome> {
    const { own } = await this.choosing.seen(applicant, opportunityId);
    const input = { id: own?.id, version: own?.version };
    return this.test.mutate(
      ...([
        this.central,
        'waitlistApplication',
        input,
        answerOffer,
        'MoveApplicationInput!',
      ] as const),
    );
  }

  /** A panel chooses: the first take the seats, the others are kept in reserve, and it is over. */
  async seat(opportunityId: string, applicants: readonly Viewer[], seats: number): Promise<void> {
    await this.ranked(opportunityId, applicants);
    for (const one of applicants.slice(0, seats)) {
      await this.offerSeat(one, opportunityId);
      const { result } = await this.acceptSeat(one, opportunityId);
      if (result !== 'Application') throw new Error(`accepting ended in ${result}`);
    }
    for (const one of applicants.slice(seats)) await this.waitlist(one, opportunityId);
    for (const one of applicants.slice(seats)) {
      await this.choosing.on(one, opportunityId, 'turnDownApplication', { as: this.central });
      await this.choosing.tellWhy(one, opportunityId, this.central);
    }
    await this.choosing.move(this.central, opportunityId, 'DECIDING');
    const { result } = await this.choosing.move(this.central, opportunityId, 'FILLED');
    if (result !== 'Opportunity') throw new Error(`the end was ${result}`);
  }

  async entity<T extends z.ZodType>(
    viewer: Viewer,
    type: string,
    id: string,
    fields: string,
    shape: T,
  ): Promise<z.output<T>> {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on ${type} { ${fields} } } }`;
    const references = [{ __typename: type, id }];
    const { data } = await this.test.served.ask<{ _entities: unknown[] }>(viewer, query, {
      references,
    });
    return shape.parse(data._entities[0]);
  }

  /** The terms of somebody, the latest first. */
  async termsOf({ personId }: Somebody, viewer = this.central): Promise<SeenTerm[]> {
    const edges = z.object({ edges: z.array(z.object({ node: termShape })) });
    const { cohorts } = await this.entity(
      ...([viewer, 'Person', personId, `cohorts { edges { node { ${term} } } }`] as const),
      z.object({ cohorts: edges }),
    );
    return cohorts.edges.map(({ node }) => node);
  }

  /** What somebody was offered from reserve lists, the latest first. */
  async offersOf({ personId }: Somebody, viewer = this.central): Promise<SeenOffer[]> {
    const { seatOffers } = await this.entity(
      ...([viewer, 'Person', personId, `seatOffers { ${offer} }`] as const),
      z.object({ seatOffers: z.array(offerShape) }),
    );
    return seatOffers;
  }

  /** Answers what they were offered last. */
  async answer(somebody: Somebody, takesIt: boolean): Promise<Outcome> {
    const [latest] = await this.offersOf(somebody);
    const input = { id: latest?.id, version: latest?.version, takesIt };
    return this.change(somebody, 'answerSeatOffer', input);
  }

  /** Changes the latest term of somebody, as themselves unless told otherwise. */
  async onTerm(
    somebody: Somebody,
    mutation: 'giveUpSeat' | 'restSeatTerm' | 'resumeSeatTerm',
    more: object,
    as: Viewer = somebody,
  ): Promise<Outcome> {
    const [latest] = await this.termsOf(somebody);
    return this.change(as, mutation, { id: latest?.id, version: latest?.version, ...more });
  }
}
