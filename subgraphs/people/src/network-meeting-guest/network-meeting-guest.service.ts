import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { alliancesById } from '../alliance/alliance.queries.ts';
import { AllianceState } from '../alliance/alliance.types.ts';
import { colleagueSql } from '../network-joining/network-joining.queries.ts';
import { AlreadyAMember } from '../network-joining/network-joining.types.ts';
import { type MeetingRow, meetingSql } from '../network-meeting/network-meeting.queries.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import type { NoticeService } from '../notice/notice.service.ts';
import { AllianceDoesNotStand } from '../shared-network/shared-network.types.ts';
import { tidyEmail } from '../tidy-text.ts';
import {
  inviteGuestSql,
  type MeetingGuestRow,
  meetingGuestSql,
  standingGuestSql,
  withdrawGuestSql,
} from './network-meeting-guest.queries.ts';
import {
  type InviteToNetworkMeetingInput,
  MeetingPast,
  type NetworkMeetingGuestInput,
} from './network-meeting-guest.types.ts';

type NotInvited = AlreadyAMember | AllianceDoesNotStand | MeetingPast;

/** A colleague, or the other trust, the alliance and the address of an ally. */
type Whom = readonly [
  personId: string | null,
  alliedTrustId: string | null,
  allianceId: string | null,
  workEmail: string | null,
];

/** Invites people to one meeting of a network to which they do not belong. */
export class NetworkMeetingGuestService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Invites a colleague, who is told, or whoever of an allied trust has a work e-mail, who finds it among
   * their meetings. Whoever is invited already is so still. Whoever leads the network does.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  invite(viewer: Viewer, input: InviteToNetworkMeetingInput) {
    const recall = (id: string) => this.#found(viewer, id);
    const isColleague = input.personId != null;
    const isAlly = input.allianceId != null && input.workEmail != null;
    if (
      isColleague === (input.allianceId != null || input.workEmail != null) ||
      isColleague === isAlly
    ) {
      throw badUserInput('Name a personId, or an allianceId with a workEmail.');
    }
    const work = async () => {
      const meeting = await this.#meeting(viewer, input.meetingId);
      await this.leading.mustLead(viewer, meeting.networkId);
      if (meeting.isCancelled || meeting.endsAt.getTime() < Date.now()) return new MeetingPast();
      const whom = await this.#whom(viewer, meeting, input);
      if (whom instanceof Refusal) return whom;
      const [personId, alliedTrustId, allianceId, workEmail] = whom;
      const id = newId();
      await this.db.rows(inviteGuestSql, [
        ...[viewer.trustId, id, meeting.networkId, meeting.id],
        ...[personId, alliedTrustId, allianceId, workEmail],
      ]);
      const which = [viewer.trustId, meeting.id, personId, alliedTrustId, workEmail];
      const [standing] = await this.db.rows<MeetingGuestRow>(standingGuestSql, which);
      if (!standing) throw notFound('guest');
      if (standing.id === id && personId !== null) await this.#tell(viewer, id, meeting, personId);
      return standing;
    };
    return this.idempotency.once<MeetingGuestRow, NotInvited>(
      viewer,
      'inviteToNetworkMeeting',
      input,
      work,
      recall,
    );
  }

  /** Takes an invitation back; again changes nothing. @throws NOT_FOUND, FORBIDDEN */
  withdraw(viewer: Viewer, input: NetworkMeetingGuestInput): Promise<MeetingGuestRow> {
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const { id, networkId } = await recall();
      await this.leading.mustLead(viewer, networkId);
      await this.db.rows(withdrawGuestSql, [viewer.trustId, id]);
      return recall();
    };
    return this.idempotency.once<MeetingGuestRow>(
      viewer,
      'withdrawNetworkMeetingGuest',
      input,
      work,
      recall,
    );
  }

  async #whom(
    viewer: Viewer,
    { networkId }: MeetingRow,
    { personId, allianceId, workEmail }: InviteToNetworkMeetingInput,
  ): Promise<Whom | NotInvited> {
    if (personId != null) {
      const who = [viewer.trustId, idOrNone(personId), londonDay()];
      if ((await this.db.rows(colleagueSql, who)).length === 0) throw notFound('person');
      const member = await this.leading.membershipOf(viewer, networkId, personId);
      return member === undefined ? [personId, null, null, null] : new AlreadyAMember();
    }
    const [alliance] = await alliancesById(this.db, viewer, [allianceId ?? '']);
    if (!alliance) throw notFound('alliance');
    const { id, state, otherTrustId } = alliance;
    if (state !== AllianceState.STANDS) return new AllianceDoesNotStand();
    return [null, otherTrustId, id, tidyEmail(workEmail ?? '')];
  }

  async #tell(viewer: Viewer, id: string, meeting: MeetingRow, personId: string): Promise<void> {
    await this.notices.tell(viewer, {
      kind: 'NETWORK_MEETING_INVITATION',
      about: { type: 'NetworkMeetingGuest', id, version: 1 },
      title: `You are invited to a meeting: ${meeting.title}`,
      text: 'You find when and where among your meetings, with a file for your calendar.',
      path: `/meetings/${meeting.id}`,
      closesOn: londonDay(meeting.startsAt),
      personIds: [personId],
      wantsProof: false,
    });
  }

  async #meeting({ trustId }: Viewer, id: string): Promise<MeetingRow> {
    const [found] = await this.db.rows<MeetingRow>(meetingSql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('meeting');
    return found;
  }

  async #found({ trustId }: Viewer, id: string): Promise<MeetingGuestRow> {
    const [found] = await this.db.rows<MeetingGuestRow>(meetingGuestSql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('guest');
    return found;
  }
}
