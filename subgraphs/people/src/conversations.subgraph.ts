import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Pages } from '@trellis/subgraph-kit/page';
import {
  AgreedActionResolver,
  ConversationActionsResolver,
  ViewerActionsResolver,
} from './agreed-action/agreed-action.resolver.ts';
import { AgreedActionService } from './agreed-action/agreed-action.service.ts';
import { AspirationResolver, PersonAspirationsResolver } from './aspiration/aspiration.resolver.ts';
import { AspirationService } from './aspiration/aspiration.service.ts';
import { ArrangingService } from './conversation/arranging.service.ts';
import {
  ConversationResolver,
  ViewerConversationsResolver,
} from './conversation/conversation.resolver.ts';
import { ConversationService } from './conversation/conversation.service.ts';
import {
  ConversationDueResolver,
  PersonConversationDueResolver,
} from './conversation-clock/conversation-due.resolver.ts';
import { ConversationCoverageResolver } from './conversation-coverage/conversation-coverage.resolver.ts';
import { UnassignedResolver } from './conversation-clock/unassigned.resolver.ts';
import { ConversationPolicyResolver } from './conversation-clock/conversation-policy.resolver.ts';
import { ConversationPolicyService } from './conversation-clock/conversation-policy.service.ts';
import { ConversationGuideResolver } from './conversation-guide/conversation-guide.resolver.ts';
import { ConversationNoteResolver } from './conversation-note/conversation-note.resolver.ts';
import { ConversationNoteService } from './conversation-note/conversation-note.service.ts';
import {
  LeadTrainingResolver,
  ManagerTrainingResolver,
  ViewerTrainingResolver,
} from './manager-training/manager-training.resolver.ts';
import { ManagerTrainingService } from './manager-training/manager-training.service.ts';
import { WillingColleagueResolver } from './willing-colleague/willing-colleague.resolver.ts';
import { WillingColleagueService } from './willing-colleague/willing-colleague.service.ts';
import {
  AspirationMatchResolver,
  AspirationPersonResolver,
} from './aspiration/aspiration-match.resolver.ts';

/** Resolvers of conversations, and of what is said, agreed and hoped for. */
export function conversations(db: Database, pages: Pages, idempotency: Idempotency) {
  return [
    new ConversationResolver(
      new ArrangingService(db, idempotency),
      new ConversationService(db, idempotency),
    ),
    new ViewerConversationsResolver(),
    new ConversationGuideResolver(),
    new ConversationCoverageResolver(),
    new ManagerTrainingResolver(pages, new ManagerTrainingService(db, idempotency)),
    new LeadTrainingResolver(),
    new ViewerTrainingResolver(),
    new ConversationNoteResolver(new ConversationNoteService(db, idempotency)),
    new AgreedActionResolver(new AgreedActionService(db, idempotency)),
    new ConversationActionsResolver(),
    new ViewerActionsResolver(),
    new AspirationResolver(new AspirationService(db, idempotency)),
    new PersonAspirationsResolver(),
    new AspirationMatchResolver(),
    new AspirationPersonResolver(),
    new ConversationDueResolver(pages),
    new PersonConversationDueResolver(),
    new UnassignedResolver(pages),
    new WillingColleagueResolver(pages, new WillingColleagueService(db, idempotency)),
    new ConversationPolicyResolver(new ConversationPolicyService(db, idempotency)),
  ];
}
