import type { StaffFacts } from '@trellis/staff-roster/staff-facts';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { checks, TestPlacement } from './placement/testing.ts';
import { aHead, aMemberOfStaff, type Outcome, type TestOpportunities } from './testing.ts';

const swap =
  'id startsOn endsOn points state legs { number person { id } homeSchool { id } hostSchool { id } placement { id state missing } }';
const wish = 'id state months fromOn untilOn roleCodes schools { id } person { id } version';
const selections = {
  stateSwapWish: `... on SwapWish { ${wish} } ... on SwapWishDaysUnclear { message earliestUntilOn }
    ... on SchoolsOrMiles { message } ... on NoPostToSwap { message } ... on SwapUnderWay { message }`,
  takeBackSwapWish: `... on SwapWish { ${wish} } ... on SwapUnderWay { message }`,
  matchSwaps: `id seed wishes people mostPeople points isBest swaps { edges { node { ${swap} } } }`,
  prepareSwap: `... on Swap { ${swap} } ... on SwapGone { message }`,
};

const swapShape = z.object({
  id: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  points: z.number(),
  state: z.string(),
  legs: z.array(
    z.object({
      person: z.object({ id: z.string() }),
      homeSchool: z.object({ id: z.string() }),
      hostSchool: z.object({ id: z.string() }),
      placement: z
        .object({ id: z.string(), state: z.string(), missing: z.array(z.string()).nullable() })
        .nullable(),
    }),
  ),
});
export type SeenSwap = z.infer<typeof swapShape>;

/** Somebody with a post at a school of their own. */
export interface Swapper {
  readonly viewer: Viewer;
  readonly personId: string;
  readonly schoolId: string;
  readonly head: Viewer;
}

/** Schools and people who would like to swap, over HTTP. The clock stands on 12 May 2026. */
export class TestSwaps {
  readonly placements: TestPlacement;
  readonly trustId: string;
  readonly central: Viewer;

  constructor(private readonly test: TestOpportunities) {
    this.placements = new TestPlacement(test);
    this.trustId = this.placements.trustId;
    this.central = this.placements.central;
  }

  /** Somebody with a full-time post, at a new school unless told which. */
  async somebody(
    roleCodes = ['TCHR'],
    schoolId = this.test.people.add(this.trustId),
    facts: Partial<StaffFacts> = {},
  ): Promise<Swapper> {
    const viewer = aMemberOfStaff(this.trustId);
    const personId = String(viewer.personId);
    const usual = factsAt(schoolId);
    const assignments = usual.assignments.map((post) => ({ ...post, fte: 1, roleCodes }));
    await this.placements.employ(personId, { ...usual, assignments, ...facts });
    return { viewer, personId, schoolId, head: aHead(this.trustId, schoolId) };
  }

  /** By default a term from June on, anywhere, in the role that they have. */
  wish({ viewer }: Swapper, input: object = {}): Promise<Outcome> {
    const when = { months: 2, fromOn: '2026-06-01', untilOn: '2026-09-01' };
    return this.change(viewer, 'stateSwapWish', { ...when, ...input });
  }

  change(viewer: Viewer, mutation: keyof typeof selections, input: object): Promise<Outcome> {
    return this.test.mutate(viewer, mutation, input, selections[mutation]);
  }

  /** Matches, and answers the swaps that were found. */
  async match(viewer = this.central): Promise<SeenSwap[]> {
    const { swaps } = await this.change(viewer, 'matchSwaps', {});
    const shape = z.object({ edges: z.array(z.object({ node: swapShape })) });
    return shape.parse(swaps).edges.map(({ node }) => node);
  }

  async matchedOf({ viewer, personId }: Swapper, as = viewer): Promise<SeenSwap[]> {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Person { swapMatches { edges { node { ${swap} } } } } } }`;
    const references = [{ __typename: 'Person', id: personId }];
    const { data } = await this.test.served.ask(as, query, { references });
    const node = z.object({ node: swapShape });
    const person = z.object({ swapMatches: z.object({ edges: z.array(node) }) });
    const [found] = z.object({ _entities: z.array(person) }).parse(data)._entities;
    return found?.swapMatches.edges.map((edge) => edge.node) ?? [];
  }

  async wishOf({ personId }: Swapper, as: Viewer): Promise<unknown> {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Person { swapWish { ${wish} } } } }`;
    const references = [{ __typename: 'Person', id: personId }];
    const { data } = await this.test.served.ask<{ _entities: { swapWish: unknown }[] }>(as, query, {
      references,
    });
    return data._entities[0]?.swapWish;
  }

  prepare(viewer: Viewer, id: string): Promise<Outcome> {
    return this.change(viewer, 'prepareSwap', { id });
  }

  /** People who each want the next one’s school, matched and taken up by the first of them. */
  async ring(size: number) {
    const people: Swapper[] = [];
    for (let at = 0; at < size; at += 1) people.push(await this.somebody());
    for (const [at, one] of people.entries()) {
      await this.wish(one, { schoolIds: [people[(at + 1) % size]?.schoolId] });
    }
    const [found] = await this.match();
    const [first] = people;
    if (!found || !first) throw new Error('no swap was found');
    await this.prepare(first.viewer, found.id);
    return { people, swapId: found.id, first };
  }

  async seen(id: string, viewer = this.central): Promise<SeenSwap> {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Swap { ${swap} } } }`;
    const references = [{ __typename: 'Swap', id }];
    const { data } = await this.test.served.ask<{ _entities: unknown[] }>(viewer, query, {
      references,
    });
    return swapShape.parse(data._entities[0]);
  }

  placementOf(found: SeenSwap, { personId }: Swapper): string {
    const leg = found.legs.find(({ person }) => person.id === personId);
    return leg?.placement?.id ?? '';
  }

  /** All whom it moves agree. */
  async peopleAgree(id: string, people: readonly Swapper[]): Promise<void> {
    const found = await this.seen(id);
    for (const one of people) {
      const placementId = this.placementOf(found, one);
      await this.placements.on(one.viewer, 'answerPlacement', placementId, { agrees: true });
    }
  }

  /** Both heads of each leg agree. */
  async headsAgree(id: string, people: readonly Swapper[]): Promise<void> {
    for (const { placement, homeSchool, hostSchool } of (await this.seen(id)).legs) {
      for (const { id: schoolId } of [homeSchool, hostSchool]) {
        const head = people.find((one) => one.schoolId === schoolId)?.head ?? this.central;
        const answer = { schoolId, agrees: true };
        await this.placements.on(head, 'answerPlacement', placement?.id ?? '', answer);
      }
    }
  }

  /** Each home head says who does the work meanwhile: who comes. */
  async cover(id: string, people: readonly Swapper[]): Promise<void> {
    const found = await this.seen(id);
    for (const one of people) {
      await this.placements.on(one.head, 'planCover', this.placementOf(found, one), {
        ...{ isNeeded: false, plan: 'Who comes in the swap does it', costPence: 0, paidBy: 'HOME' },
      });
    }
  }

  /** The trust holds each check of them. */
  async clear(people: readonly Swapper[], validTo: string | null = null): Promise<void> {
    for (const { personId } of people) {
      for (const check of checks) await this.placements.record(check, { personId, validTo });
    }
  }

  /** A swap of so many with all that it needs, scheduled. */
  async scheduled(size: number, validTo: string | null = null) {
    const ring = await this.ring(size);
    await this.peopleAgree(ring.swapId, ring.people);
    await this.headsAgree(ring.swapId, ring.people);
    await this.cover(ring.swapId, ring.people);
    await this.clear(ring.people, validTo);
    const [leg] = (await this.seen(ring.swapId)).legs;
    await this.placements.schedule(leg?.placement?.id ?? '');
    return ring;
  }
}
