import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from './award-steps.ts';
import type { testStudy } from '../testing.ts';
import type { ModelAward } from './money-model.ts';

type Study = ReturnType<typeof testStudy>;

interface Known {
  readonly id: string;
  readonly version: number;
  readonly status: string;
}

/** What is asked of the product about money, as one of finance. */
export class MoneyApi {
  readonly #study: Study;
  readonly #viewer: Viewer;

  constructor(study: Study, viewer: Viewer) {
    this.#study = study;
    this.#viewer = viewer;
  }

  /** @returns id of a new version of the agreement. */
  async publish(input: object): Promise<string> {
    const query =
      'mutation ($input: PublishAgreementInput!) { publishAgreement(input: $input) { id } }';
    const { data } = await this.#ask<{ publishAgreement: { id: string } }>(query, { input });
    return data.publishAgreement.id;
  }

  /** @returns name of what came of it. */
  async money(field: string, input: object): Promise<string> {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) { kind: __typename } }`;
    const approvedById = this.#study.people.add('Person', this.#viewer);
    const { data } = await this.#ask<{ outcome: { kind: string } }>(query, {
      input: { reason: 'Board.', approvedById, ...input },
    });
    return data.outcome.kind;
  }

  /** @returns id of the new fund. */
  async openFund(input: { name: string; academicYear: number; amountPence: number }) {
    await this.money('openFund', { source: 'TRUST', ...input });
    const query =
      'query ($filter: FundFilter) { funds(filter: $filter) { edges { node { id name } } } }';
    const { data } = await this.#ask<{
      funds: { edges: { node: { id: string; name: string } }[] };
    }>(query, { filter: { academicYear: input.academicYear } });
    return data.funds.edges.find(({ node }) => node.name === input.name)?.node.id ?? '';
  }

  async runYearEnd(): Promise<void> {
    const query = 'mutation { runYearEnd(input: { academicYear: 2026 }) { kind: __typename } }';
    await this.#ask(query, {});
  }

  /** What somebody owes who left, unless it was reversed. */
  async clawbackOf({ personId }: ModelAward): Promise<Known> {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person {
      clawbacks { edges { node { id version status } } } } } }`;
    const { data } = await this.#ask<{
      _entities: { clawbacks: { edges: { node: Known }[] } }[];
    }>(query, { of: [{ __typename: 'Person', id: personId }] });
    const all = data._entities[0]?.clawbacks.edges.map(({ node }) => node) ?? [];
    const found = all.find(({ status }) => status !== 'REVERSED');
    if (!found) throw new Error('the product has no such clawback');
    return found;
  }

  /** @returns the clawback's next version. */
  async decide(field: string, type: string, input: object): Promise<number> {
    const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) {
      ... on Clawback { version } } }`;
    const { data } = await this.#ask<{ outcome: { version?: number } }>(query, { input });
    const { version } = data.outcome;
    if (version === undefined) throw new Error(`${field} was refused`);
    return version;
  }

  /** The award's lines in the product, each beside that of the model. */
  async linesOf(award: ModelAward) {
    const { award: known } = await new AwardSteps(this.#study).read(
      ...[this.#viewer, award.id, 'lines { id owedPence fund { id } }'],
    );
    const db = this.#study.db();
    const instalments = await db.as(this.#viewer, () =>
      db.rows<{ id: string; lineId: string }>(
        'SELECT id, line_id AS "lineId" FROM instalment WHERE award_id = $1',
        [award.id],
      ),
    );
    const left = [...award.lines];
    return known.lines.map(({ id, owedPence, fund }) => {
      const at = left.findIndex((line) => line.fund === fund?.id);
      const [model] = left.splice(at, 1);
      if (at === -1 || !model) throw new Error('the model has no such line');
      const instalmentId = instalments.find(({ lineId }) => lineId === id)?.id;
      return { model, owed: owedPence, instalmentId };
    });
  }

  #ask<Data>(query: string, variables: Readonly<Record<string, unknown>>) {
    return this.#study.served.ask<Data>(this.#viewer, query, variables);
  }
}
