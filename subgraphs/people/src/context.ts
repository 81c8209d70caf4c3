import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { SubgraphContext, Viewer } from '@trellis/subgraph-kit/viewer';
import { accessLoaders } from './access/access.loaders.ts';
import { allianceLoaders } from './alliance/alliance.loaders.ts';
import { assignmentLoaders } from './assignment/assignment.loaders.ts';
import { careerLineLoaders } from './career-line/career-line.loaders.ts';
import { contractLoaders } from './contract/contract.loaders.ts';
import { agreedActionLoaders } from './agreed-action/agreed-action.loaders.ts';
import { aspirationLoaders } from './aspiration/aspiration.loaders.ts';
import { conversationLoaders } from './conversation/conversation.loaders.ts';
import { conversationNoteLoaders } from './conversation-note/conversation-note.loaders.ts';
import { conversationCoverageLoaders } from './conversation-coverage/conversation-coverage.loaders.ts';
import { managerTrainingLoaders } from './manager-training/manager-training.loaders.ts';
import { conversationDueLoaders } from './conversation-clock/conversation-due.loaders.ts';
import { credentialLoaders } from './credential/credential.loaders.ts';
import { expertiseLoaders } from './expertise/expertise.loaders.ts';
import { headcountLoaders } from './headcount/headcount.loaders.ts';
import { leaveLoaders } from './leave/leave.loaders.ts';
import { managerLoaders } from './manager/manager.loaders.ts';
import { matchLoaders } from './match/match.loaders.ts';
import { networkLoaders } from './network/network.loaders.ts';
import { networkContributorLoaders } from './network-contributor/network-contributor.loaders.ts';
import { networkJoiningLoaders } from './network-joining/network-joining.loaders.ts';
import { networkMeetingLoaders } from './network-meeting/network-meeting.loaders.ts';
import { networkMeetingGuestLoaders } from './network-meeting-guest/network-meeting-guest.loaders.ts';
import { networkOutputLoaders } from './network-output/network-output.loaders.ts';
import { networkQuestionLoaders } from './network-question/network-question.loaders.ts';
import { networkTermLoaders } from './network-term/network-term.loaders.ts';
import { nextStepLoaders } from './next-step/next-step.loaders.ts';
import { noticeLoaders } from './notice/notice.loaders.ts';
import { closingLoaders } from './next-step/closing.loaders.ts';
import { staffGroupOutlookLoaders } from './pathway/staff-group-outlook.loaders.ts';
import { catalogueLoaders } from './pathway/catalogue.loaders.ts';
import { personLoaders } from './person/person.loaders.ts';
import { schoolChangeLoaders } from './school-change/school-change.loaders.ts';
import { schoolLoaders } from './school/school.loaders.ts';
import { sharedNetworkLoaders } from './shared-network/shared-network.loaders.ts';
import { specialistGapLoaders } from './specialist-gap/specialist-gap.loaders.ts';
import { staffSyncLoaders } from './sync/staff-sync.loaders.ts';
import { webhookLoaders } from './webhook/webhook.loaders.ts';
import { trustLoaders } from './trust/trust.loaders.ts';

/** The loaders of one operation of the viewer. */
export function loadersFor(db: Database, pages: Pages, viewer: Viewer) {
  return {
    ...trustLoaders(db, viewer),
    ...schoolLoaders(db, viewer),
    ...schoolChangeLoaders(db, viewer),
    ...personLoaders(db, pages, viewer),
    ...contractLoaders(db, viewer),
    ...assignmentLoaders(db, viewer),
    ...managerLoaders(db, pages, viewer),
    ...leaveLoaders(db, viewer),
    ...matchLoaders(db, viewer),
    ...credentialLoaders(pages, viewer),
    ...staffSyncLoaders(db, pages, viewer),
    ...networkLoaders(db, pages, viewer),
    ...networkTermLoaders(db, viewer),
    ...networkMeetingLoaders(db, pages, viewer),
    ...networkJoiningLoaders(db, viewer),
    ...networkContributorLoaders(db, viewer),
    ...networkMeetingGuestLoaders(db, pages, viewer),
    ...networkOutputLoaders(db, pages, viewer),
    ...networkQuestionLoaders(db, pages, viewer),
    ...expertiseLoaders(db, viewer),
    ...specialistGapLoaders(db, viewer),
    ...allianceLoaders(db, viewer),
    ...sharedNetworkLoaders(db, pages, viewer),
    ...conversationLoaders(db, pages, viewer),
    ...conversationDueLoaders(db, viewer),
    ...conversationNoteLoaders(db, viewer),
    ...conversationCoverageLoaders(db, viewer),
    ...catalogueLoaders(db, viewer),
    ...staffGroupOutlookLoaders(db, viewer),
    ...closingLoaders(db, viewer),
    ...managerTrainingLoaders(db, viewer),
    ...agreedActionLoaders(db, viewer),
    ...aspirationLoaders(db, pages, viewer),
    ...headcountLoaders(db, viewer),
    ...accessLoaders(db, pages, viewer),
    ...webhookLoaders(pages, viewer),
    ...noticeLoaders(db, pages, viewer),
    ...nextStepLoaders(db, viewer),
    ...careerLineLoaders(pages, viewer),
  };
}

export type Loaders = ReturnType<typeof loadersFor>;

export type Context = SubgraphContext<Loaders>;
