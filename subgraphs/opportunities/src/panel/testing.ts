import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import type { Outcome, TestOpportunities } from '../testing.ts';

type Input = Readonly<Record<string, unknown>>;

const candidateShape = z.object({
  id: z.string(),
  statement: z.string().nullable(),
  place: z.number(),
  meanPointsHundredths: z.number().nullable(),
  isDrawn: z.boolean(),
  isShortlisted: z.boolean().nullable(),
  person: z.object({ id: z.string() }).nullable(),
  myScore: z.object({ points: z.array(z.number()) }).nullable(),
});

const candidateFields = `id statement place meanPointsHundredths isDrawn isShortlisted person { id }
  myScore { points note }`;
const panelFields = 'id state places lockedAt lotterySeed';

/** What is asked of each mutation's result: a document may name only members of the union. */
const fieldsOf = {
  appointPanel: `... on Panel { ${panelFields} } ... on MemberApplied { message memberIds }
    ... on OrganiserOnPanel { message } ... on PanelMovedOn { message panel: state }`,
  declareConflicts: `... on Panel { ${panelFields} } ... on PanelMovedOn { panel: state }`,
  startScoring: `... on Panel { ${panelFields} } ... on PanelMovedOn { panel: state }
    ... on NotShortlisting { opportunity: state } ... on MembersUndeclared { memberIds }
    ... on TooFewScorers { message } ... on OrganiserOnPanel { message }`,
  scoreCandidate: `... on Candidate { ${candidateFields} } ... on PanelMovedOn { panel: state }`,
  recuseFromCandidate: `... on Panel { ${panelFields} } ... on PanelMovedOn { panel: state }
    ... on TooFewScorers { message }`,
  lockShortlist: `... on Panel { ${panelFields} } ... on PanelMovedOn { panel: state }
    ... on ScoresMissing { candidateIds } ... on OrganiserOnPanel { message }
    ... on DecisionTooEarly { message }`,
};

/** Panels over HTTP, as each of those who take part. */
export class TestPanel {
  readonly #criteria = new Map<string, readonly Input[]>();

  constructor(private readonly test: TestOpportunities) {}

  /** A published opportunity, open in May. */
  async opportunity(viewer: Viewer, criteria: readonly Input[] = []): Promise<string> {
    const id = await this.test.published(viewer, { terms: { criteria } });
    this.#criteria.set(id, criteria);
    return id;
  }

  /** Applies, with an answer to each criterion, with words by which the test, and nobody else, knows who it is. */
  async applies(viewer: Viewer, opportunityId: string): Promise<void> {
    const statement = `I am ${String(viewer.personId)}`;
    const answers = (this.#criteria.get(opportunityId) ?? []).map(({ text }) => ({
      ...{ criterion: text, text: 'I can.' },
    }));
    const { result } = await this.test.apply(viewer, opportunityId, { statement, answers });
    if (result !== 'Application') throw new Error(`applying ended in ${result}`);
  }

  async withdraws(viewer: Viewer, opportunityId: string): Promise<void> {
    const own = `query ($id: ID!) { opportunity(id: $id) { applications { edges { node { id version } } } } }`;
    const shape = z.object({
      opportunity: z.object({
        applications: z.object({
          edges: z.array(z.object({ node: z.object({ id: z.string(), version: z.number() }) })),
        }),
      }),
    });
    const { data } = await this.test.served.ask(viewer, own, { id: opportunityId });
    const [edge] = shape.parse(data).opportunity.applications.edges;
    await this.test.withdraw(viewer, edge?.node ?? {});
  }

  /** Closes it and begins to shortlist. */
  async toShortlisting(viewer: Viewer, id: string): Promise<void> {
    const read = 'query ($id: ID!) { opportunity(id: $id) { version } }';
    const version = async () => {
      const { data } = await this.test.served.ask(viewer, read, { id });
      return z.object({ opportunity: z.object({ version: z.number() }) }).parse(data).opportunity
        .version;
    };
    this.test.clock.set('2026-06-30T09:00:00Z');
    await this.test.move(viewer, { id, version: await version(), to: 'SHORTLISTING' });
  }

  /** Puts them on the roster. */
  async employ(...viewers: readonly Viewer[]): Promise<void> {
    await asSuperuser(this.test.served.database.name, (client) =>
      client.query(
        `INSERT INTO roster_person (trust_id, id, version, status, has_work_mailbox, contracts,
                                    managers, leave, kept_at)
         SELECT trust, person, 1, 'EMPLOYED', true, '[]', '[]', '[]', now()
           FROM unnest($1::uuid[], $2::uuid[]) AS one (trust, person)`,
        [viewers.map(({ trustId }) => trustId), viewers.map(({ personId }) => personId)],
      ),
    );
  }

  /** Makes one the line manager of the other. */
  async manages(manager: Viewer, { trustId, personId }: Viewer): Promise<void> {
    const managers = [{ personId: manager.personId, startsOn: '2025-09-01', endsOn: null }];
    await asSuperuser(this.test.served.database.name, (client) =>
      client.query('UPDATE roster_person SET managers = $3 WHERE trust_id = $1 AND id = $2', [
        trustId,
        personId,
        JSON.stringify(managers),
      ]),
    );
  }

  appoint = (viewer: Viewer, input: Input) => this.#change(viewer, 'appointPanel', input);
  declare = (viewer: Viewer, input: Input) => this.#change(viewer, 'declareConflicts', input);
  start = (viewer: Viewer, input: Input) => this.#change(viewer, 'startScoring', input);
  score = (viewer: Viewer, input: Input) => this.#change(viewer, 'scoreCandidate', input);
  recuse = (viewer: Viewer, input: Input) => this.#change(viewer, 'recuseFromCandidate', input);
  lock = (viewer: Viewer, input: Input) => this.#change(viewer, 'lockShortlist', input);

  /** Each of the members gives the same points. */
  async scoreBy(members: readonly Viewer[], candidateId: string | undefined, points: number[]) {
    for (const member of members) {
      const { result } = await this.score(member, { candidateId, points });
      if (result !== 'Candidate') throw new Error(`scoring ended in ${result}`);
    }
  }

  /** The panel as the viewer sees it. */
  async seenBy(viewer: Viewer, id: string): Promise<unknown> {
    const query = `query ($id: ID!) { opportunity(id: $id) { panel { ${panelFields} } } }`;
    const { data } = await this.test.served.ask(viewer, query, { id });
    return z.object({ opportunity: z.object({ panel: z.unknown() }) }).parse(data).opportunity
      .panel;
  }

  /** Those whom the viewer is given; a place not yet known is 0. */
  async candidates(viewer: Viewer, id: string): Promise<z.infer<typeof candidateShape>[]> {
    const query = `query ($id: ID!) { opportunity(id: $id) { panel {
      candidates(first: 100) { edges { node { ${candidateFields} } } } } } }`;
    const placed = z.looseObject({ place: z.number().nullable() });
    const shape = z.object({
      opportunity: z.object({
        panel: z.object({ candidates: z.object({ edges: z.array(z.object({ node: placed })) }) }),
      }),
    });
    const { data } = await this.test.served.ask(viewer, query, { id });
    const { edges } = shape.parse(data).opportunity.panel.candidates;
    return edges.map(({ node }) => candidateShape.parse({ ...node, place: node.place ?? 0 }));
  }

  /** Where the applications stand. */
  async states(viewer: Viewer, id: string): Promise<string[]> {
    const query = `query ($id: ID!) { opportunity(id: $id) {
      applications(first: 100) { edges { node { state } } } } }`;
    const shape = z.object({
      opportunity: z.object({
        applications: z.object({
          edges: z.array(z.object({ node: z.object({ state: z.string() }) })),
        }),
      }),
    });
    const { data } = await this.test.served.ask(viewer, query, { id });
    return shape.parse(data).opportunity.applications.edges.map(({ node }) => node.state);
  }

  #change(viewer: Viewer, mutation: keyof typeof fieldsOf, input: Input): Promise<Outcome> {
    return this.test.mutate(viewer, mutation, input, fieldsOf[mutation]);
  }
}
