import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestChoosing } from './choosing.testing.ts';
import { TestPanel } from './panel/testing.ts';
import { TestPlacement } from './placement/testing.ts';
import { aHead, aMemberOfStaff, type Outcome, type TestOpportunities } from './testing.ts';

const team = `... on ProjectTeam { id version state seats seatsFree startsOn endsOn ending outcome }
  ... on ProjectOver { stands: state }`;
const unclear = '... on ProjectDaysUnclear { message }';
const stranger = '... on NotInTheTeam { personIds }';
const selections = {
  planProject: `... on ProjectTeam { id version seats skills startsOn endsOn state } ${unclear}
    ... on NoProject { message } ... on OpportunityNotEditable { stands: state }`,
  announceProjectSeats: `... on Opportunity { id version state title summary places { places }
    terms { hoursPerWeek } projectTeam { id } } ... on ProjectOver { stands: state }
    ... on StillChoosing { opportunityId } ... on NoSeatFree { seats }`,
  setProjectPolicy: 'id hoursAWeek',
  nameProjectLead: `${team} ${stranger}`,
  extendProject: `${team} ${unclear}`,
  endProject: `${team} ${unclear}`,
  addProjectOutput: `... on ProjectOutput { id kind title link text madeOn authors { id } }
    ... on OutputUnclear { message } ${stranger}`,
  withdrawProjectOutput: 'id',
};
type ProjectChange = keyof typeof selections;

const memberShape = z.object({
  id: z.string(),
  joinedOn: z.string(),
  leavesOn: z.string(),
  isLead: z.boolean(),
  person: z.object({ id: z.string() }),
  placements: z.array(
    z
      .object({
        id: z.string(),
        state: z.string(),
        missing: z.array(z.string()).nullable(),
        hoursPerWeek: z.number().nullable(),
      })
      .nullable(),
  ),
});
const teamShape = z
  .object({ id: z.string(), version: z.number(), seatsFree: z.number(), state: z.string() })
  .extend({ members: z.array(memberShape) })
  .loose();

const seenQuery = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on ProjectTeam { id version title purpose skills hoursPerWeek seats seatsFree startsOn endsOn state
    ending outcome school { id } announcements { id state } extensions { fromOn endsOn reason }
    outputs { id kind title link text madeOn authors { id } }
    members { id joinedOn leavesOn isLead person { id }
      placements { id state missing hoursPerWeek } } } } }`;

/** A project of a trust: its opportunity, those who apply, and whoever has a say in it, over HTTP. */
export class TestProject {
  readonly trust: TestPlacement;
  readonly panels: TestPanel;
  readonly choosing: TestChoosing;
  readonly schoolId: string;
  readonly head: Viewer;
  /** That of the team. */
  id = '';
  applicants: readonly Viewer[] = [];
  #members: readonly Viewer[] = [];

  constructor(private readonly test: TestOpportunities) {
    this.trust = new TestPlacement(test);
    this.panels = new TestPanel(test);
    this.choosing = new TestChoosing(test, this.panels);
    this.schoolId = test.people.add(this.trust.trustId);
    this.head = aHead(this.trust.trustId, this.schoolId);
  }

  get central(): Viewer {
    return this.trust.central;
  }

  change(viewer: Viewer, mutation: ProjectChange, input: object): Promise<Outcome> {
    return this.test.mutate(viewer, mutation, input, selections[mutation]);
  }

  /** The same of the team as it stands now. */
  async on(viewer: Viewer, mutation: ProjectChange, more: object = {}): Promise<Outcome> {
    const { version } = await this.seen();
    return this.change(viewer, mutation, { id: this.id, version, ...more });
  }

  draft(more: object = {}): Promise<Outcome> {
    return this.test.create(this.central, {
      ...{ kind: 'PROJECT', title: 'Reading for all', summary: 'To plan reading across subjects' },
      terms: { hoursPerWeek: 2, criteria: [] },
      ...more,
    });
  }

  plan(opportunityId: unknown, more: object = {}, viewer = this.central): Promise<Outcome> {
    return this.change(viewer, 'planProject', {
      ...{ opportunityId, skills: ['Data analysis', 'Phonics'], seats: 2 },
      ...{ startsOn: '2026-09-01', endsOn: '2027-04-01', ...more },
    });
  }

  /** So many apply for a project that is planned so, and two score them in order: people are to be chosen. */
  async formed(
    count: number,
    more: object = {},
    also: readonly Viewer[] = [],
    draft: object = {},
    staffGroups: readonly string[] = [],
  ): Promise<void> {
    this.test.clock.set('2026-05-12T09:00:00Z');
    const written = await this.draft(draft);
    const { id } = written;
    await this.plan(id, more);
    const published = await this.test.publish(this.central, written);
    if (published.result !== 'Opportunity') throw new Error(`it is ${published.result}`);
    this.id = String(id);
    await this.chooseFor(this.id, count, also, staffGroups);
  }

  /** The same of another opportunity of the team that was published. */
  async chooseFor(
    id: string,
    count: number,
    also: readonly Viewer[] = [],
    staffGroups: readonly string[] = [],
  ): Promise<void> {
    const staff = (some: number) =>
      Array.from({ length: some }, () => aMemberOfStaff(this.trust.trustId));
    const others = staff(count);
    this.#members = staff(2);
    this.applicants = [...also, ...others];
    await this.employ(...this.#members);
    await this.panels.employ(...others);
    for (const [which, one] of others.entries()) {
      await this.post(one, { staffGroup: staffGroups[which] ?? 'TEACHING' });
    }
    for (const one of this.applicants) await this.panels.applies(one, id);
    const memberIds = this.#members.map(({ personId }) => personId);
    await this.panels.appoint(this.central, { opportunityId: id, memberIds });
    for (const one of this.#members) {
      await this.panels.declare(one, { opportunityId: id, personIds: [] });
    }
    await this.panels.toShortlisting(this.central, id);
    await this.panels.start(this.central, { opportunityId: id });
    const chosen = { central: this.central, opportunityId: id, members: this.#members };
    const points = this.applicants.map((_, place) => [Math.max(4 - place, 0)]);
    await this.choosing.locked({ ...chosen, applicants: this.applicants }, points);
    await this.choosing.move(this.central, id, 'DECIDING');
  }

  /** Puts them on the roster, with a post of so much of full time at the school. */
  async employ(...viewers: readonly Viewer[]): Promise<void> {
    await this.panels.employ(...viewers);
    for (const one of viewers) await this.post(one);
  }

  async post({ trustId, personId }: Viewer, more: Partial<Post> = {}): Promise<void> {
    const {
      fte = 1,
      schoolId = this.schoolId,
      staffGroup = 'TEACHING',
      startsOn = '2020-09-01',
    } = more;
    await asSuperuser(this.test.served.database.name, (client) =>
      client.query(
        `INSERT INTO roster_assignment (trust_id, id, person_id, contract_id, school_id, role_codes,
                                        staff_groups, subject_codes, fte, is_primary, starts_on)
         VALUES ($1, $2, $3, $4, $5, '{}', $6, '{}', $7, true, $8)
         ON CONFLICT DO NOTHING`,
        [trustId, newId(), personId, newId(), schoolId, [staffGroup], fte, startsOn],
      ),
    );
  }

  /** Somebody is offered a seat, for the whole of the project unless told otherwise. */
  offer(applicant: Viewer, more: object = {}, id = this.id): Promise<Outcome> {
    const days = { startsOn: '2026-09-01', endsOn: '2027-04-01' };
    return this.choosing.on(applicant, id, 'offerPlace', { as: this.central, ...days, ...more });
  }

  accept(applicant: Viewer, id = this.id): Promise<Outcome> {
    return this.choosing.on(applicant, id, 'acceptOffer');
  }

  /** Takes a seat and has all that its placement needs. @returns the placement’s id. */
  async joins(applicant: Viewer, more: object = {}): Promise<string> {
    await this.offer(applicant, more);
    await this.accept(applicant);
    const id = await this.placementOf(applicant);
    await this.settle(id, applicant);
    return id;
  }

  async placementOf({ personId }: Viewer): Promise<string> {
    const { members } = await this.seen();
    const own = members.findLast((one) => one.person.id === personId);
    return own?.placements.at(-1)?.id ?? '';
  }

  /** Gives a placement all its parts, and makes it firm. */
  async settle(id: string, applicant: Viewer): Promise<Outcome> {
    const { trust } = this;
    await trust.on(applicant, 'answerPlacement', id, { agrees: true });
    for (const consent of (await trust.seen(id)).consents) {
      const school = z.object({ school: z.object({ id: z.string() }).nullable() }).parse(consent);
      if (school.school === null) continue;
      const answer = { schoolId: school.school.id, agrees: true };
      await trust.on(this.central, 'answerPlacement', id, answer);
    }
    const cover = { isNeeded: false, plan: 'It is beside their lessons', costPence: 0 };
    await trust.on(this.central, 'planCover', id, { ...cover, paidBy: 'HOME' });
    return trust.schedule(id);
  }

  /** Both sides agree that a placement ends then. */
  async leavesEarly(placementId: string, endsOn: string): Promise<Outcome> {
    const { trust, central, schoolId } = this;
    const propose = { endsOn, reason: 'She is needed for the new timetable' };
    await trust.on(central, 'proposePlacementEnding', placementId, propose);
    const [ending] = (await trust.seen(placementId)).endings;
    return trust.change(central, 'agreePlacementEnding', { endingId: ending?.id, schoolId });
  }

  async seen(viewer = this.central, id = this.id) {
    const references = [{ __typename: 'ProjectTeam', id }];
    const { data, errors } = await this.test.served.ask<{ _entities: unknown[] }>(
      viewer,
      seenQuery,
      { references },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return teamShape.parse(data._entities[0]);
  }
}

interface Post {
  readonly fte: number;
  readonly schoolId: string;
  readonly staffGroup: string;
  readonly startsOn: string;
}
