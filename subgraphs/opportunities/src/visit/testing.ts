import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import {
  aHead,
  aMemberOfStaff,
  type Outcome,
  type TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';

const slot = '... on VisitSlot { id version theme startsOn bookableOn capacity taken waiting }';
const booking = '... on VisitBooking { id version state placement { id state } }';
const notBookable = '... on VisitNotBookable { message from: bookableOn }';
const selections = {
  offerVisit: `${slot} ... on VisitDaysUnclear { message }`,
  withdrawVisit: `${slot} ${notBookable}`,
  bookVisit: `${booking} ${notBookable} ... on AlreadyBooked { booking { id state } }
    ... on TooManyVisits { mostAYear } ... on ElsewhereThen { message } ... on OwnSchool { message }`,
  cancelVisitBooking: `${booking} ${notBookable}`,
  setVisitPolicy: 'id headStartDays mostAYear',
};
type VisitChange = keyof typeof selections;

const bookingsShape = z.object({
  bookings: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          id: z.string(),
          version: z.number(),
          state: z.string(),
          person: z.object({ id: z.string() }),
        }),
      }),
    ),
  }),
});

/** A trust whose schools receive visitors, over HTTP. */
export class TestVisits {
  readonly central: Viewer;
  readonly host: string;
  readonly head: Viewer;

  constructor(
    private readonly test: TestOpportunities,
    readonly trustId: string,
  ) {
    this.central = thePeopleTeam(trustId);
    this.host = this.school();
    this.head = aHead(trustId, this.host);
  }

  school(): string {
    return this.test.people.add(this.trustId);
  }

  /** Somebody with a full-time post at a school of their own, unless told otherwise. */
  async visitor(school = this.school()): Promise<Viewer> {
    const viewer = aMemberOfStaff(this.trustId);
    const facts = factsAt(school);
    const assignments = facts.assignments.map((post) => ({ ...post, fte: 1 }));
    await this.test.tellOf(this.trustId, { ...facts, assignments }, String(viewer.personId));
    return viewer;
  }

  async change(viewer: Viewer, mutation: VisitChange, input: object): Promise<Outcome> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const { data, errors } = await this.test.served.ask<{ outcome: Outcome }>(
      viewer,
      `mutation ($input: ${type}) {
         outcome: ${mutation}(input: $input) { result: __typename ${selections[mutation]} } }`,
      { input },
    );
    const [error] = errors ?? [];
    return error ? { ...error.extensions, result: String(error.extensions['code']) } : data.outcome;
  }

  offer(more: object = {}, viewer = this.head): Promise<Outcome> {
    return this.change(viewer, 'offerVisit', {
      ...{ schoolId: this.host, kind: 'VISIT', theme: 'How we run the office', capacity: 1 },
      ...{ startsOn: '2026-06-10', endsOn: '2026-06-11', ...more },
    });
  }

  /** A visit, offered long enough ago to be booked now. */
  async offered(more: object = {}, viewer = this.head): Promise<string> {
    const { id } = await this.offer(more, viewer);
    this.test.clock.set('2026-05-20T09:00:00Z');
    return String(id);
  }

  book(viewer: Viewer, slotId: string): Promise<Outcome> {
    return this.change(viewer, 'bookVisit', { slotId });
  }

  /** Who has booked what, by person. */
  async bookings(slotId: string) {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on VisitSlot { bookings(first: 100) { edges { node { id version state person { id } } } } } } }`;
    const references = [{ __typename: 'VisitSlot', id: slotId }];
    const { data } = await this.test.served.ask<{ _entities: unknown[] }>(this.central, query, {
      references,
    });
    const { bookings } = bookingsShape.parse(data._entities[0]);
    return new Map(bookings.edges.map(({ node }) => [node.person.id, node]));
  }

  /** What somebody is to be told, the earliest first. */
  noticesTo({ personId }: Viewer): Promise<object[]> {
    return asSuperuser(this.test.served.database.name, async (client) => {
      const { rows } = await client.query<{ data: object }>(
        `SELECT data FROM event WHERE type = 'opportunity.notice_requested'
            AND data -> 'personIds' ? $1 ORDER BY sequence`,
        [personId],
      );
      return rows.map(({ data }) => data);
    });
  }

  async stateOf(slotId: string, { personId }: Viewer): Promise<string | undefined> {
    return (await this.bookings(slotId)).get(String(personId))?.state;
  }

  async cancel(slotId: string, whose: Viewer, viewer = whose): Promise<Outcome> {
    const { id, version } = (await this.bookings(slotId)).get(String(whose.personId)) ?? {};
    return this.change(viewer, 'cancelVisitBooking', { id, version });
  }
}
