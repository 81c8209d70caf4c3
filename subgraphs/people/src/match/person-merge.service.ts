import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  cancelDoubleConversationsSql,
  passOnConversationsSql,
} from '../conversation/conversation.queries.ts';
import type { EqualityService } from '../equality/equality.service.ts';
import type { StaffEventService } from '../event/staff-event.service.ts';
import { passOnTrainingSql } from '../manager-training/manager-training.queries.ts';
import type { ManagerService } from '../manager/manager.service.ts';
import type { ManagerLinkRecord } from '../manager/manager.types.ts';
import { passOnMeetingGuestsSql } from '../network-meeting-guest/network-meeting-guest.queries.ts';
import {
  endDoubleMembershipsSql,
  endLinksSql,
  giveIdentifiersSql,
  linksOfSql,
  newPersonLikeSql,
  passOnAccessSql,
  passOnAttendanceSql,
  passOnEndorsingSql,
  passOnExpertiseSql,
  passOnGuestsSql,
  passOnInvitationsSql,
  passOnLeadsSql,
  passOnMembershipsSql,
  passOnNoticesSql,
  passOnRecordsSql,
  redirectSql,
  takeIdentifiersSql,
} from './person-merge.queries.ts';
import { keepApartSql } from './staff-match.queries.ts';

interface Identifiers {
  readonly trn: string | null;
  readonly workEmail: string | null;
}

/** Makes two people one, and one person two. Nothing is lost: what was is kept under who it is. */
export class PersonMergeService {
  constructor(
    private readonly db: Database,
    private readonly managers: ManagerService,
    private readonly equality: EqualityService,
    private readonly events: StaffEventService,
  ) {}

  /**
   * Makes everything of one person another's; the id of the one who is gone answers the other from
   * then on. Where both had the same, such as a membership or a manager, that of the one who stays
   * goes on and the other ends.
   */
  async merge(viewer: Viewer, goneId: string, keptId: string): Promise<void> {
    const { trustId } = viewer;
    const both = [trustId, goneId, keptId];
    const links = await this.db.rows<ManagerLinkRecord>(linksOfSql, [trustId, goneId]);
    await this.db.rows(passOnRecordsSql, [...both, null]);
    await this.db.rows(passOnAccessSql, both);
    await this.db.rows(passOnNoticesSql, both);
    await this.db.rows(passOnLeadsSql, both);
    await this.db.rows(endDoubleMembershipsSql, [...both, londonDay()]);
    await this.db.rows(passOnMembershipsSql, both);
    await this.db.rows(passOnTrainingSql, both);
    await this.db.rows(passOnInvitationsSql, both);
    await this.db.rows(passOnGuestsSql, both);
    await this.db.rows(passOnAttendanceSql, both);
    await this.db.rows(passOnMeetingGuestsSql, both);
    await this.db.rows(passOnExpertiseSql, both);
    await this.db.rows(passOnEndorsingSql, both);
    await this.db.rows(cancelDoubleConversationsSql, both);
    await this.db.rows(passOnConversationsSql, both);
    await this.db.rows(
      `SELECT pass_on_conversation_contents($1, $2, $3), pass_on_actions_taken_on($1, $2, $3)`,
      both,
    );
    await this.#passOnLinks(viewer, links, goneId, keptId);
    await this.equality.passOn(viewer, goneId, keptId);
    const [taken] = await this.db.rows<Identifiers>(takeIdentifiersSql, [trustId, goneId]);
    const { trn = null, workEmail = null } = taken ?? {};
    await this.db.rows(giveIdentifiersSql, [trustId, keptId, trn, workEmail]);
    // Once the row of who goes is held: a line that is told of them waits, and then finds who they are.
    await this.db.rows('SELECT pass_on_career_record($1, $2, $3)', both);
    await this.db.rows(redirectSql, both);
    await this.events.merged(viewer, goneId, keptId);
  }

  /**
   * Makes what one record tells of a person somebody new's, who is never suggested to be that person
   * again.
   *
   * @returns the id of the one who is new.
   */
  async split(viewer: Viewer, personId: string, sourceRecordId: string): Promise<string> {
    const { trustId } = viewer;
    const id = newId();
    await this.db.rows(newPersonLikeSql, [trustId, personId, id]);
    await this.db.rows(passOnRecordsSql, [trustId, personId, id, sourceRecordId]);
    await this.db.rows(keepApartSql, [trustId, sourceRecordId, [personId]]);
    await this.events.changed(viewer, [personId, id]);
    return id;
  }

  async #passOnLinks(
    viewer: Viewer,
    links: readonly ManagerLinkRecord[],
    goneId: string,
    keptId: string,
  ): Promise<void> {
    if (links.length === 0) return;
    const other = (id: string) => (id === goneId ? keptId : id);
    const passedOn = links.map((link) => ({
      ...link,
      ...{ personId: other(link.personId), managerId: other(link.managerId) },
    }));
    const { refused } = await this.managers.record(viewer, passedOn);
    const ids = refused.map(({ id }) => id);
    await this.db.rows(endLinksSql, [viewer.trustId, ids, londonDay()]);
  }
}
