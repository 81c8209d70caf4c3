import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Pages } from '@trellis/subgraph-kit/page';
import { AllianceResolver } from './alliance/alliance.resolver.ts';
import { AllianceService } from './alliance/alliance.service.ts';
import {
  ExpertiseResolver,
  ExpertResolver,
  PersonExpertiseResolver,
} from './expertise/expertise.resolver.ts';
import { ExpertiseService } from './expertise/expertise.service.ts';
import {
  NetworkMembershipResolver,
  NetworkResolver,
  PersonNetworksResolver,
} from './network/network.resolver.ts';
import { NetworkChangeService } from './network-joining/network-change.service.ts';
import { NetworkInvitationService } from './network-joining/network-invitation.service.ts';
import {
  NetworkInvitationResolver,
  NetworkJoiningResolver,
  ViewerInvitationsResolver,
} from './network-joining/network-joining.resolver.ts';
import { NetworkJoiningService } from './network-joining/network-joining.service.ts';
import {
  NetworkAttendanceResolver,
  NetworkMeetingResolver,
  NetworkMeetingsResolver,
} from './network-meeting/network-meeting.resolver.ts';
import {
  NetworkMeetingGuestResolver,
  NetworkMeetingGuestsResolver,
  SharedNetworkMeetingsResolver,
  ViewerMeetingsResolver,
} from './network-meeting-guest/network-meeting-guest.resolver.ts';
import { NetworkMeetingGuestService } from './network-meeting-guest/network-meeting-guest.service.ts';
import { NetworkMeetingService } from './network-meeting/network-meeting.service.ts';
import { NetworkContributorResolver } from './network-contributor/network-contributor.resolver.ts';
import { NetworkOutputChangeResolver } from './network-output/network-output-change.resolver.ts';
import {
  NetworkOutputResolver,
  NetworkOutputsResolver,
  NetworkOutputVersionResolver,
  SharedNetworkOutputsResolver,
} from './network-output/network-output.resolver.ts';
import { NetworkOutputService } from './network-output/network-output.service.ts';
import { NetworkQuestionChangeResolver } from './network-question/network-question-change.resolver.ts';
import {
  NetworkAnswerResolver,
  NetworkQuestionResolver,
  NetworkQuestionsResolver,
  SharedNetworkQuestionsResolver,
} from './network-question/network-question.resolver.ts';
import { NetworkQuestionService } from './network-question/network-question.service.ts';
import { QuestionHidingService } from './network-question/question-hiding.service.ts';
import { QuestionNoticeService } from './network-question/question-notice.service.ts';
import { NetworkLeadingService } from './network-term/network-leading.service.ts';
import {
  ExpertLeadResolver,
  NetworkLeadersResolver,
  NetworkTermResolver,
  PersonExpertLeadsResolver,
} from './network-term/network-term.resolver.ts';
import { NetworkTermService } from './network-term/network-term.service.ts';
import { NoticeService } from './notice/notice.service.ts';

import {
  NetworkGuestsResolver,
  NetworkSharingResolver,
  SharedNetworkResolver,
} from './shared-network/shared-network.resolver.ts';
import { SharedNetworkService } from './shared-network/shared-network.service.ts';
import {
  SchoolSpecialistsResolver,
  SpecialistGapResolver,
} from './specialist-gap/specialist-gap.resolver.ts';

/** What brings people of several schools together, for `subgraph.ts`. */
export function networks(db: Database, pages: Pages, idempotency: Idempotency) {
  const leading = new NetworkLeadingService(db);
  const joining = new NetworkJoiningService(db, idempotency, leading);
  const notices = new NoticeService(db, idempotency);
  const sharing = new SharedNetworkService(db, idempotency, leading);
  const telling = new QuestionNoticeService(db, notices);
  const questions = new NetworkQuestionService(db, idempotency, telling);
  return [
    new NetworkResolver(pages),
    new NetworkMembershipResolver(),
    new PersonNetworksResolver(),
    new NetworkLeadersResolver(),
    new PersonExpertLeadsResolver(),
    new ExpertLeadResolver(),
    new NetworkTermResolver(new NetworkTermService(db, idempotency, leading)),
    new NetworkJoiningResolver(joining, new NetworkChangeService(db, idempotency, leading)),
    new NetworkInvitationResolver(
      new NetworkInvitationService(db, idempotency, leading, joining, notices),
    ),
    new ViewerInvitationsResolver(),
    new ExpertiseResolver(new ExpertiseService(db, idempotency)),
    new PersonExpertiseResolver(),
    new ExpertResolver(pages),
    new SpecialistGapResolver(pages),
    new SchoolSpecialistsResolver(),
    new NetworkMeetingResolver(new NetworkMeetingService(db, idempotency, leading)),
    new NetworkAttendanceResolver(),
    new NetworkMeetingsResolver(),
    new NetworkMeetingGuestResolver(
      new NetworkMeetingGuestService(db, idempotency, leading, notices),
    ),
    new NetworkMeetingGuestsResolver(),
    new SharedNetworkMeetingsResolver(),
    new ViewerMeetingsResolver(),
    new NetworkContributorResolver(),
    new NetworkOutputResolver(pages),
    new NetworkOutputVersionResolver(),
    new NetworkOutputsResolver(),
    new SharedNetworkOutputsResolver(),
    new NetworkOutputChangeResolver(new NetworkOutputService(db, idempotency, leading)),
    new NetworkQuestionResolver(),
    new NetworkAnswerResolver(),
    new NetworkQuestionsResolver(),
    new SharedNetworkQuestionsResolver(),
    new NetworkQuestionChangeResolver(
      questions,
      new QuestionHidingService(db, idempotency, leading, questions),
    ),
    new SharedNetworkResolver(sharing),
    new NetworkGuestsResolver(sharing),
    new NetworkSharingResolver(),
    new AllianceResolver(new AllianceService(db, idempotency)),
  ];
}
