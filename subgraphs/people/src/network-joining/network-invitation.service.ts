import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import type { NoticeService } from '../notice/notice.service.ts';
import { type NetworkJoiningService, oneself } from './network-joining.service.ts';
import {
  answerSql,
  colleagueSql,
  type InvitationRow,
  invitationSql,
  inviteSql,
  openInvitationSql,
} from './network-joining.queries.ts';
import {
  AlreadyAMember,
  type AnswerNetworkInvitationInput,
  InvitationAnswered,
  type InviteToNetworkInput,
  NetworkInvitationState,
} from './network-joining.types.ts';

/** Asks people to networks. */
export class NetworkInvitationService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
    private readonly joining: NetworkJoiningService,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Asks somebody who works in the trust, and tells them. Whoever is asked already is not asked again.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  invite(viewer: Viewer, input: InviteToNetworkInput): Promise<InvitationRow | AlreadyAMember> {
    const { networkId, personId } = input;
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      await this.leading.hold(viewer, networkId);
      await this.leading.mustLead(viewer, networkId);
      const who = [viewer.trustId, idOrNone(personId)];
      const works = await this.db.rows(colleagueSql, [...who, londonDay()]);
      if (works.length === 0) throw notFound('person');
      if (await this.leading.membershipOf(viewer, networkId, personId)) return new AlreadyAMember();
      const id = newId();
      await this.db.rows(inviteSql, [viewer.trustId, id, networkId, personId, viewer.personId]);
      const which = [viewer.trustId, networkId, personId];
      const [open] = await this.db.rows<InvitationRow>(openInvitationSql, which);
      if (!open) throw notFound('invitation');
      if (open.id === id) await this.#tell(viewer, open);
      return open;
    };
    return this.idempotency.once<InvitationRow, AlreadyAMember>(
      viewer,
      'inviteToNetwork',
      input,
      work,
      recall,
    );
  }

  /** Joins, or says no thank you. @throws NOT_FOUND for everybody but who is asked. */
  answer(
    viewer: Viewer,
    input: AnswerNetworkInvitationInput,
  ): Promise<InvitationRow | InvitationAnswered> {
    const { id, accept } = input;
    const me = oneself(viewer);
    const recall = () => this.#found(viewer, id);
    const work = async () => {
      const { networkId, personId } = await this.#found(viewer, id);
      if (personId !== me) throw notFound('invitation');
      await this.leading.hold(viewer, networkId);
      const { state } = await this.#found(viewer, id);
      if (state !== NetworkInvitationState.OPEN) return new InvitationAnswered(state);
      const said = accept ? NetworkInvitationState.ACCEPTED : NetworkInvitationState.DECLINED;
      await this.db.rows(answerSql, [viewer.trustId, id, said]);
      if (accept) await this.joining.admit(viewer, networkId, me);
      return recall();
    };
    return this.idempotency.once<InvitationRow, InvitationAnswered>(
      viewer,
      'answerNetworkInvitation',
      input,
      work,
      recall,
    );
  }

  async #tell(viewer: Viewer, { id, networkId, personId }: InvitationRow): Promise<void> {
    const [network] = await this.db.rows<{ name: string; purpose: string }>(
      'SELECT name, purpose FROM network WHERE trust_id = $1 AND id = $2',
      [viewer.trustId, networkId],
    );
    const { name = '', purpose = '' } = network ?? {};
    await this.notices.tell(viewer, {
      kind: 'NETWORK_INVITATION',
      about: { type: 'NetworkInvitation', id, version: 1 },
      title: `You are asked to join: ${name}`,
      text: `${purpose}\n\nIt is yours to join or not.`,
      path: `/networks/${networkId}`,
      closesOn: null,
      personIds: [personId],
    });
  }

  async #found({ trustId }: Viewer, id: string): Promise<InvitationRow> {
    const [found] = await this.db.rows<InvitationRow>(invitationSql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('invitation');
    return found;
  }
}
