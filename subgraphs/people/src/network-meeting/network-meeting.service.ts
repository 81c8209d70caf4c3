import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, isId, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { oneself } from '../network-joining/network-joining.service.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import {
  answerSql,
  arrangeSql,
  attendedSql,
  cancelSql,
  holdMeetingSql,
  invitedSql,
  type MeetingRow,
  meetingSql,
  notMembersSql,
} from './network-meeting.queries.ts';
import {
  type AnswerNetworkMeetingInput,
  type ArrangeNetworkMeetingInput,
  type CancelNetworkMeetingInput,
  MeetingNotHeld,
  NotInNetwork,
  type RecordNetworkAttendanceInput,
} from './network-meeting.types.ts';

const longest = 24 * 60 * 60 * 1_000;

/** Lets networks meet. */
export class NetworkMeetingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  /** Whoever leads the network says when it meets. @throws NOT_FOUND, FORBIDDEN */
  arrange(viewer: Viewer, input: ArrangeNetworkMeetingInput): Promise<MeetingRow> {
    const { networkId, title, startsAt, endsAt, place, agenda } = input;
    const length = endsAt.getTime() - startsAt.getTime();
    if (length <= 0 || length > longest)
      throw badUserInput('endsAt is within 24 hours of startsAt.');
    if (startsAt.getTime() < Date.now()) throw badUserInput('startsAt is yet to come.');
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const network = await this.leading.hold(viewer, networkId);
      await this.leading.mustLead(viewer, networkId);
      const id = newId();
      await this.db.rows(arrangeSql, [
        ...[viewer.trustId, id, network.id, title, startsAt, endsAt, place, agenda],
      ]);
      return recall(id);
    };
    return this.idempotency.once<MeetingRow>(viewer, 'arrangeNetworkMeeting', input, work, recall);
  }

  /** @throws NOT_FOUND, FORBIDDEN, CONFLICT */
  cancel(viewer: Viewer, input: CancelNetworkMeetingInput): Promise<MeetingRow> {
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const { id, networkId, version: currentVersion } = await this.#held(viewer, input.id);
      await this.leading.mustLead(viewer, networkId);
      if (input.version !== currentVersion) {
        throw new Fault('CONFLICT', 'The meeting was changed since it was read.', {
          currentVersion,
        });
      }
      await this.db.rows(cancelSql, [viewer.trustId, id]);
      return recall();
    };
    return this.idempotency.once<MeetingRow>(viewer, 'cancelNetworkMeeting', input, work, recall);
  }

  /** Says whether the viewer comes. @throws NOT_FOUND */
  answer(viewer: Viewer, input: AnswerNetworkMeetingInput): Promise<MeetingRow | NotInNetwork> {
    const me = oneself(viewer);
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const meeting = await this.#held(viewer, input.id);
      const member = await this.leading.membershipOf(viewer, meeting.networkId, me);
      const invited = await this.db.rows(invitedSql, [viewer.trustId, meeting.id, me]);
      if (member === undefined && invited.length === 0) return new NotInNetwork();
      await this.db.rows(answerSql, [viewer.trustId, meeting.id, me, input.answer]);
      return meeting;
    };
    return this.idempotency.once<MeetingRow, NotInNetwork>(
      viewer,
      'answerNetworkMeeting',
      input,
      work,
      recall,
    );
  }

  /** Writes down who was there. @throws NOT_FOUND, FORBIDDEN */
  record(viewer: Viewer, input: RecordNetworkAttendanceInput) {
    const { personIds } = input;
    if (!personIds.every(isId)) throw badUserInput('personIds are ids of people.');
    const recall = () => this.#found(viewer, input.id);
    const work = async () => {
      const meeting = await this.#held(viewer, input.id);
      await this.leading.mustLead(viewer, meeting.networkId);
      if (meeting.isCancelled || meeting.startsAt.getTime() > Date.now())
        return new MeetingNotHeld();
      const day = londonDay(meeting.startsAt);
      const who = [viewer.trustId, meeting.networkId, personIds, day, meeting.id];
      if ((await this.db.rows(notMembersSql, who)).length > 0) return new NotInNetwork();
      await this.db.rows(attendedSql, [viewer.trustId, meeting.id, personIds]);
      return meeting;
    };
    return this.idempotency.once<MeetingRow, MeetingNotHeld | NotInNetwork>(
      viewer,
      'recordNetworkAttendance',
      input,
      work,
      recall,
    );
  }

  #held(viewer: Viewer, id: string): Promise<MeetingRow> {
    return this.#found(viewer, id, holdMeetingSql);
  }

  async #found({ trustId }: Viewer, id: string, sql = meetingSql): Promise<MeetingRow> {
    const [found] = await this.db.rows<MeetingRow>(sql, [trustId, idOrNone(id)]);
    if (!found) throw notFound('meeting');
    return found;
  }
}
