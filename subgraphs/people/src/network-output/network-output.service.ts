import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { oneself } from '../network-joining/network-joining.service.ts';
import { NotInNetwork } from '../network-meeting/network-meeting.types.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import {
  authorsOf,
  contentOf,
  type OutputContent,
  searchTextOf,
} from './network-output.content.ts';
import type {
  AuthorNotInNetwork,
  PublishNetworkOutputInput,
  ReviseNetworkOutputInput,
  WithdrawNetworkOutputInput,
  WriteNetworkOutputInput,
} from './network-output-change.types.ts';
import { OutputRevised, OutputWithdrawn } from './network-output-change.types.ts';
import {
  addAuthorsSql,
  addVersionSql,
  holdOutputSql,
  type OutputNode,
  withCodes,
  type OutputRow,
  outputSql,
  publishOutputSql,
  reviseOutputSql,
  withdrawOutputSql,
  writeOutputSql,
} from './network-output.queries.ts';
import { NetworkOutputAudience } from './network-output.types.ts';

/** Lets networks make documents together. */
export class NetworkOutputService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  /**
   * Writes an output, a draft or one that others read at once.
   *
   * @param newOutputId of generated data alone, so that examples can name it.
   * @throws NOT_FOUND when the viewer's trust has no such network.
   */
  write(
    viewer: Viewer,
    input: WriteNetworkOutputInput,
    newOutputId = newId(),
  ): Promise<OutputNode | NotInNetwork | AuthorNotInNetwork> {
    const content = contentOf(input);
    const me = oneself(viewer);
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const { id: networkId } = await this.leading.find(viewer, input.networkId);
      const writer = await this.leading.membershipOf(viewer, networkId, me);
      if (writer === undefined) return new NotInNetwork();
      const authors = await authorsOf(this.db, viewer, networkId, input.authorIds, []);
      if (!Array.isArray(authors)) return authors;
      await this.db.rows(writeOutputSql, [
        ...[viewer.trustId, newOutputId, networkId, input.audience, searchTextOf(content)],
      ]);
      await this.#add(viewer, { networkId, id: newOutputId }, 1, content, '', writer, authors);
      return recall(newOutputId);
    };
    return this.idempotency.once<OutputNode, NotInNetwork | AuthorNotInNetwork>(
      viewer,
      'writeNetworkOutput',
      input,
      work,
      recall,
    );
  }

  /**
   * Adds a version; what was written before is kept. Authors do, and of what the network reads also
   * whoever leads it.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  revise(viewer: Viewer, input: ReviseNetworkOutputInput) {
    const content = contentOf(input);
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const held = await this.#held(viewer, input);
      if (held.refusal) return held.refusal;
      const { output, writer } = held;
      const { id, networkId, authorIds: before } = output;
      const authors = await authorsOf(this.db, viewer, networkId, input.authorIds ?? null, before);
      if (!Array.isArray(authors)) return authors;
      const number = output.version + 1;
      await this.#add(viewer, output, number, content, input.whatChanged, writer, authors);
      await this.db.rows(reviseOutputSql, [viewer.trustId, id, number, searchTextOf(content)]);
      return recall();
    };
    return this.idempotency.once<
      OutputNode,
      OutputRevised | OutputWithdrawn | NotInNetwork | AuthorNotInNetwork
    >(viewer, 'reviseNetworkOutput', input, work, recall);
  }

  /** Lets the network or the whole trust read it from now on. @throws NOT_FOUND, FORBIDDEN */
  publish(viewer: Viewer, input: PublishNetworkOutputInput) {
    const { audience } = input;
    if (audience === NetworkOutputAudience.AUTHORS)
      throw badUserInput('audience is NETWORK or TRUST.');
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const held = await this.#held(viewer, input);
      if (held.refusal) return held.refusal;
      await this.db.rows(publishOutputSql, [viewer.trustId, held.output.id, audience]);
      return recall();
    };
    return this.idempotency.once<OutputNode, OutputRevised | OutputWithdrawn | NotInNetwork>(
      viewer,
      'publishNetworkOutput',
      input,
      work,
      recall,
    );
  }

  /**
   * Says that it holds no longer, and why; again changes nothing. Also those who look after networks do,
   * of what the whole trust reads.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  withdraw(viewer: Viewer, input: WithdrawNetworkOutputInput): Promise<OutputNode> {
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      await this.db.rows(holdOutputSql, [viewer.trustId, idOrNone(input.id)]);
      const output = await recall();
      await this.#mustChange(viewer, output);
      if (output.withdrawnAt === null) {
        await this.db.rows(withdrawOutputSql, [viewer.trustId, output.id, input.reason]);
      }
      return recall();
    };
    return this.idempotency.once<OutputNode>(viewer, 'withdrawNetworkOutput', input, work, recall);
  }

  /** The output for somebody who may add to it as it was read, or why they do not. */
  async #held(viewer: Viewer, { id, version }: { readonly id: string; readonly version: number }) {
    await this.db.rows(holdOutputSql, [viewer.trustId, idOrNone(id)]);
    const output = await this.#found(viewer, id);
    const writer = await this.leading.membershipOf(viewer, output.networkId, oneself(viewer));
    if (writer === undefined) return { refusal: new NotInNetwork() };
    await this.#mustChange(viewer, output);
    if (output.withdrawnAt !== null) return { refusal: new OutputWithdrawn() };
    if (output.version !== version) return { refusal: new OutputRevised(output) };
    return { output, writer, refusal: undefined };
  }

  async #mustChange(viewer: Viewer, { networkId, authorIds }: OutputNode): Promise<void> {
    if (await this.leading.mayLead(viewer, networkId)) return;
    const mine = await this.leading.membershipsOf(viewer, networkId, oneself(viewer));
    if (mine.some((id) => authorIds.includes(id))) return;
    throw forbidden('Only its authors and those who lead the network do this.');
  }

  /** The authors are those of the current version, once it is the current one. */
  async #add(
    { trustId }: Viewer,
    { networkId, id }: Pick<OutputNode, 'networkId' | 'id'>,
    number: number,
    content: OutputContent,
    whatChanged: string,
    writer: string,
    authors: readonly string[],
  ): Promise<void> {
    const which = [trustId, networkId, id, number];
    const { title, kind, subjectCode, phaseCodes, text, link } = content;
    await this.db.rows(addAuthorsSql, [...which, authors]);
    await this.db.rows(addVersionSql, [
      ...[...which, title, kind, subjectCode, phaseCodes, text, link, whatChanged, writer],
    ]);
  }

  async #found({ trustId }: Viewer, id: string): Promise<OutputNode> {
    const [found] = await this.db.rows<OutputRow>(outputSql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('output');
    return withCodes(found);
  }
}
