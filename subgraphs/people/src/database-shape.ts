import { eventRetention } from '@trellis/events/event-retention.migration';
import { eventTables } from '@trellis/events/events.migration';
import type { DatabaseShape } from '@trellis/subgraph-kit/data-source';
import { idempotencyRetention } from '@trellis/subgraph-kit/idempotency-retention.migration';
import { idempotencyTable } from '@trellis/subgraph-kit/idempotency.migration';
import { RowSecuritySettings1700000000000 } from '@trellis/subgraph-kit/row-security-settings.migration';
import { ApiClientEntity } from './access/api-client.entity.ts';
import { IdentityProviderEntity } from './access/identity-provider.entity.ts';
import { RoleGrantEntity } from './access/role-grant.entity.ts';
import { SignInEntity } from './access/sign-in.entity.ts';
import { AssignmentEntity } from './assignment/assignment.entity.ts';
import { ContractEntity } from './contract/contract.entity.ts';
import { CredentialEntity } from './credential/credential.entity.ts';
import { EqualityAnswerEntity } from './equality/equality-answer.entity.ts';
import { LeavePeriodEntity } from './leave/leave-period.entity.ts';
import { ManagerLinkEntity } from './manager/manager-link.entity.ts';
import { Alliances1797200600000 } from './migrations/alliances.migration.ts';
import { ApiClients1796000040000 } from './migrations/api-clients.migration.ts';
import { CareerEvents1796000030020 } from './migrations/career-events.migration.ts';
import { CareerLines1797300400000 } from './migrations/career-lines.migration.ts';
import { Access1795392180000 } from './migrations/access.migration.ts';
import { AccessByOperators1795392240000 } from './migrations/access-by-operators.migration.ts';
import { BirthDates1796000070000 } from './migrations/birth-dates.migration.ts';
import { CallUsage1796000060000 } from './migrations/call-usage.migration.ts';
import { ConversationNudges1797300200000 } from './migrations/conversation-nudges.migration.ts';
import { ConversationOutcomes1797200500001 } from './migrations/conversation-outcomes.migration.ts';
import { ConversationContents1797110040002 } from './migrations/conversation-contents.migration.ts';
import { Conversations1797110040001 } from './migrations/conversations.migration.ts';
import { EqualityAnswers1796000020001 } from './migrations/equality-answers.migration.ts';
import { EqualityRetention1797020000004 } from './migrations/equality-retention.migration.ts';
import { EqualityUndo1797020000001 } from './migrations/equality-undo.migration.ts';
import { Expertise1797200600020 } from './migrations/expertise.migration.ts';
import { FirstLists1797200100000 } from './migrations/first-lists.migration.ts';
import { LeaveAndCredentials1796000020000 } from './migrations/leave-and-credentials.migration.ts';
import { ManagerTraining1797200500000 } from './migrations/manager-training.migration.ts';
import { ManagerLinks1795392090000 } from './migrations/manager-links.migration.ts';
import { Matches1796000020002 } from './migrations/matches.migration.ts';
import { NetworkLife1797200600010 } from './migrations/network-life.migration.ts';
import { MovedActions1797300200010 } from './migrations/moved-actions.migration.ts';
import { NetworkMeetings1797200600040 } from './migrations/network-meetings.migration.ts';
import { NetworkMeetingGuests1797300300020 } from './migrations/network-meeting-guests.migration.ts';
import { NetworkOutputs1797300300000 } from './migrations/network-outputs.migration.ts';
import { OpportunityNews1797300100001 } from './migrations/opportunity-news.migration.ts';
import { NetworkQuestions1797300300010 } from './migrations/network-questions.migration.ts';
import { Networks1795392120000 } from './migrations/networks.migration.ts';
import { NoticeBounces1797070000001 } from './migrations/notice-bounces.migration.ts';
import { NoticeSms1797200400000 } from './migrations/notice-sms.migration.ts';
import { NoticeWishes1797200400010 } from './migrations/notice-wishes.migration.ts';
import { OwnPathways1797200500002 } from './migrations/own-pathways.migration.ts';
import { Notices1797070000000 } from './migrations/notices.migration.ts';
import { SchoolChanges1796000020003 } from './migrations/school-changes.migration.ts';
import { SchoolNews1797020000002 } from './migrations/school-news.migration.ts';
import { Schools1795392000000 } from './migrations/schools.migration.ts';
import { SharedNetworks1797200600030 } from './migrations/shared-networks.migration.ts';
import { StaffStatistics1796000010001 } from './migrations/staff-statistics.migration.ts';
import { StaffSync1796000010000 } from './migrations/staff-sync.migration.ts';
import { Staff1795392060000 } from './migrations/staff.migration.ts';
import { Webhooks1796000040010 } from './migrations/webhooks.migration.ts';
import { ToldPlacements1797300700010 } from './migrations/told-placements.migration.ts';
import { NetworkMembershipEntity } from './network/network-membership.entity.ts';
import { NetworkEntity } from './network/network.entity.ts';
import { PersonEntity } from './person/person.entity.ts';
import { SchoolUrnEntity } from './school/school-urn.entity.ts';
import { SchoolEntity } from './school/school.entity.ts';
import { TrustEntity } from './trust/trust.entity.ts';
import { WebhookEntity } from './webhook/webhook.entity.ts';

/** The database of people: its tables as entities, and how they came about. */
export const peopleDatabase: DatabaseShape = {
  entities: [
    TrustEntity,
    SchoolEntity,
    SchoolUrnEntity,
    PersonEntity,
    ContractEntity,
    AssignmentEntity,
    ManagerLinkEntity,
    NetworkEntity,
    NetworkMembershipEntity,
    IdentityProviderEntity,
    SignInEntity,
    RoleGrantEntity,
    ApiClientEntity,
    LeavePeriodEntity,
    CredentialEntity,
    EqualityAnswerEntity,
    WebhookEntity,
  ],
  migrations: [
    RowSecuritySettings1700000000000,
    idempotencyTable('people'),
    Schools1795392000000,
    Staff1795392060000,
    ManagerLinks1795392090000,
    Networks1795392120000,
    Access1795392180000,
    AccessByOperators1795392240000,
    eventTables('people', 'SELECT, INSERT'),
    CareerEvents1796000030020,
    eventRetention('people'),
    StaffSync1796000010000,
    StaffStatistics1796000010001,
    LeaveAndCredentials1796000020000,
    EqualityAnswers1796000020001,
    Matches1796000020002,
    SchoolChanges1796000020003,
    ApiClients1796000040000,
    Webhooks1796000040010,
    CallUsage1796000060000,
    BirthDates1796000070000,
    EqualityUndo1797020000001,
    SchoolNews1797020000002,
    idempotencyRetention('people'),
    EqualityRetention1797020000004,
    Notices1797070000000,
    NoticeBounces1797070000001,
    Conversations1797110040001,
    ConversationContents1797110040002,
    Alliances1797200600000,
    ManagerTraining1797200500000,
    NoticeSms1797200400000,
    ConversationOutcomes1797200500001,
    OwnPathways1797200500002,
    NoticeWishes1797200400010,
    NetworkLife1797200600010,
    Expertise1797200600020,
    FirstLists1797200100000,
    SharedNetworks1797200600030,
    NetworkMeetings1797200600040,
    CareerLines1797300400000,
    ConversationNudges1797300200000,
    MovedActions1797300200010,
    NetworkOutputs1797300300000,
    OpportunityNews1797300100001,
    NetworkQuestions1797300300010,
    NetworkMeetingGuests1797300300020,
    ToldPlacements1797300700010,
  ],
};
