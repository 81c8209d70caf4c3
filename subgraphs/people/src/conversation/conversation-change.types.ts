import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  CareerConversation,
  ConversationSituation,
  ConversationState,
  PostponeReason,
} from './conversation.types.ts';

@InputType({ description: 'Who is to talk with whom, and when.' })
export class ArrangeConversationInput extends IdempotentInput {
  @IsOptional()
  @Field(() => ID, {
    nullable: true,
    description:
      'Whose conversation it is: a person whom the caller line-manages; the caller’s own when not given.',
  })
  personId?: string | null;

  @IsOptional()
  @Field(() => ID, {
    nullable: true,
    description:
      'With whom, in one’s own: any colleague who is willing; the line manager when not given.',
  })
  leadId?: string | null;

  @Field(() => Day, { description: 'The day, not one that has passed.' })
  plannedOn!: string;

  @Field(() => ConversationSituation, {
    defaultValue: ConversationSituation.ANY,
    description: 'Which questions fit; the person may change it.',
  })
  situation!: ConversationSituation;
}

@InputType({ description: 'Which conversation is meant, as it was last read.' })
export class ConversationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The conversation.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Whether a colleague who was asked is willing.' })
export class AnswerConversationInput extends ConversationInput {
  @Field(() => Boolean, { description: 'Whether one is; no reason is asked.' })
  willing!: boolean;
}

@InputType({ description: 'To when a conversation is put off, and why.' })
export class PostponeConversationInput extends ConversationInput {
  @Field(() => PostponeReason, { description: 'Why.' })
  reason!: PostponeReason;

  @IsOptional()
  @Field(() => Day, {
    nullable: true,
    description: 'The new day, not one that has passed; not given when there is none yet.',
  })
  plannedOn?: string | null;
}

@InputType({ description: 'When a conversation was held.' })
export class RecordConversationInput extends ConversationInput {
  @Field(() => Day, { description: 'The day, not one that is to come.' })
  heldOn!: string;
}

@ObjectType({ implements: Refusal, description: 'There is one already that is not held yet.' })
export class ConversationOpen extends Refusal {
  @Field(() => ID, { nullable: true, description: 'Which, for the two whose it is.' })
  readonly conversationId: string | null;

  constructor(conversationId: string | null) {
    super('A conversation is arranged or asked for already; move that one.');
    this.conversationId = conversationId;
  }
}

@ObjectType({ implements: Refusal, description: 'There is nobody to talk with.' })
export class NobodyToTalkWith extends Refusal {
  constructor(
    message = 'You have no line manager in the records; say with which colleague you would like to talk.',
  ) {
    super(message);
  }
}

@ObjectType({ implements: Refusal, description: 'Only some may do this with a conversation.' })
export class NotYoursToArrange extends Refusal {
  constructor(why: keyof typeof notYours) {
    super(notYours[why]);
  }
}

const notYours = {
  EMPLOYED_ONLY: 'These conversations are for those whom the trust employs.',
  PERSON_CHOOSES: 'Only the person chooses somebody else to talk with.',
  PERSON_DECLINES: 'Only the person whose conversation it is declines it.',
  ASKED_ANSWERS: 'Whoever was asked answers.',
};

@ObjectType({
  implements: Refusal,
  description: 'The line manager is to be trained before they lead a conversation.',
})
export class LeadNotTrained extends Refusal {
  @Field(() => Day, { description: 'Since when the trust requires it.' })
  readonly requiredFrom: string;

  constructor(requiredFrom: string) {
    super(
      `From ${requiredFrom} on a line manager leads a conversation with training that holds on its day. The person may choose a colleague instead.`,
    );
    this.requiredFrom = requiredFrom;
  }
}

@ObjectType({ implements: Refusal, description: 'From where it is it cannot go there.' })
export class ConversationNotMovable extends Refusal {
  @Field(() => ConversationState, { description: 'How far it is.' })
  readonly from: ConversationState;

  @Field(() => [ConversationState], { description: 'Where it may go from there.' })
  readonly legal: readonly ConversationState[];

  constructor(from: ConversationState, legal: readonly ConversationState[]) {
    const where = legal.length === 0 ? 'nowhere' : legal.join(', ');
    super(`The conversation is ${from}; from there it goes ${where}.`);
    this.from = from;
    this.legal = legal;
  }
}

export const ArrangeConversationResult = createUnionType({
  name: 'ArrangeConversationResult',
  description: 'The conversation, or why there is none.',
  types: () =>
    [
      CareerConversation,
      ConversationOpen,
      NobodyToTalkWith,
      NotYoursToArrange,
      LeadNotTrained,
    ] as const,
  resolveType: (value) =>
    value instanceof Refusal ? value.constructor.name : CareerConversation.name,
});

export const ChangeConversationResult = createUnionType({
  name: 'ChangeConversationResult',
  description: 'The conversation as it is now, or why it is as it was.',
  types: () =>
    [CareerConversation, ConversationNotMovable, NotYoursToArrange, LeadNotTrained] as const,
  resolveType: (value) =>
    value instanceof Refusal ? value.constructor.name : CareerConversation.name,
});
