import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Length, ValidateNested } from 'class-validator';
import {
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { ConversationWrittenDown } from '../conversation-note/conversation-note.types.ts';
import { Network } from '../network/network.types.ts';

export enum AgreedActionState {
  OPEN = 'OPEN',
  DONE = 'DONE',
  DROPPED = 'DROPPED',
}
registerEnumType(AgreedActionState, {
  name: 'AgreedActionState',
  description: 'What became of something agreed.',
  valuesConfig: {
    OPEN: { description: 'It is still to be done.' },
    DONE: { description: 'It was done.' },
    DROPPED: { description: 'The two no longer want it.' },
  },
});

/** Who does it. */
export enum ActionOwner {
  PERSON = 'PERSON',
  LEAD = 'LEAD',
}
registerEnumType(ActionOwner, {
  name: 'ActionOwner',
  description: 'Which of the two does something agreed.',
  valuesConfig: {
    PERSON: { description: 'Whose conversation it is.' },
    LEAD: { description: 'The other.' },
  },
});

export enum ActionLinkType {
  OPPORTUNITY = 'OPPORTUNITY',
  AWARD = 'AWARD',
  PLACEMENT = 'PLACEMENT',
  NETWORK = 'NETWORK',
}
registerEnumType(ActionLinkType, {
  name: 'ActionLinkType',
  description: 'What something agreed is about.',
  valuesConfig: {
    OPPORTUNITY: { description: 'Something to go for.' },
    AWARD: { description: 'A bursary.' },
    PLACEMENT: { description: 'A visit or other time in another school.' },
    NETWORK: { description: 'A network to join or to work in.' },
  },
});

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ simpleResolvers: true, description: 'Something to go for.' })
export class Opportunity {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ simpleResolvers: true, description: 'A bursary that somebody has.' })
export class Award {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ simpleResolvers: true, description: 'Time that somebody works or is elsewhere.' })
export class Placement {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'Something that the two of a career conversation agreed. Personal data, for the two alone.',
})
export class AgreedAction {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What is to be done, in their words.' })
  text!: string;

  @Field(() => ActionOwner, { description: 'Who does it.' })
  owner!: ActionOwner;

  @Field(() => Day, { description: 'By when.' })
  dueOn!: string;

  @Field(() => AgreedActionState, { description: 'What became of it.' })
  state!: AgreedActionState;

  @Field(() => Day, { nullable: true, description: 'When it was done or dropped.' })
  settledOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description:
      'When it passes to the next line manager, who reads it from then on; set while it is open and whoever it was agreed with no longer manages the person. Until then it may be dropped.',
  })
  movesOn!: string | null;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

/** What an action is about, as people knows it. */
export interface ActionLink {
  readonly linkType: ActionLinkType | null;
  readonly linkId: string | null;
}

/** The type of what an action is about; an instance says which it is. */
export const linkedTypes = {
  [ActionLinkType.OPPORTUNITY]: Opportunity,
  [ActionLinkType.AWARD]: Award,
  [ActionLinkType.PLACEMENT]: Placement,
  [ActionLinkType.NETWORK]: Network,
} as const;

export const ActionLinked = createUnionType({
  name: 'ActionLinked',
  description: 'What something agreed is about.',
  types: () => [Opportunity, Award, Placement, Network] as const,
});

@InputType({ description: 'What something agreed is about.' })
export class ActionLinkInput {
  @Field(() => ActionLinkType, { description: 'What sort of thing.' })
  type!: ActionLinkType;

  @Field(() => ID, { description: 'Of it.' })
  id!: string;
}

@InputType({ description: 'What is agreed in a conversation.' })
export class AgreeActionInput extends IdempotentInput {
  @Field(() => ID, { description: 'In which conversation.' })
  conversationId!: string;

  @Length(1, 1_000, { message: 'text has 1 to 1,000 characters' })
  @Field(() => String, { description: 'What is to be done, 1 to 1,000 characters.' })
  text!: string;

  @Field(() => ActionOwner, { description: 'Who does it.' })
  owner!: ActionOwner;

  @Field(() => Day, { description: 'By when; not a day that has passed.' })
  dueOn!: string;

  @IsOptional()
  @ValidateNested()
  @Field(() => ActionLinkInput, { nullable: true, description: 'What it is about, if anything.' })
  about?: ActionLinkInput | null;
}

@InputType({ description: 'What became of something agreed.' })
export class SettleActionInput extends IdempotentInput {
  @Field(() => ID, { description: 'The action.' })
  id!: string;

  @Field(() => AgreedActionState, { description: 'What became of it; `OPEN` opens it again.' })
  state!: AgreedActionState;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

export const AgreeActionResult = createUnionType({
  name: 'AgreeActionResult',
  description: 'What was agreed, or why nothing is added.',
  types: () => [AgreedAction, ConversationWrittenDown] as const,
  resolveType: (value) => (value instanceof Refusal ? value.constructor.name : AgreedAction.name),
});

export const SettleActionResult = createUnionType({
  name: 'SettleActionResult',
  description: 'The action as it is now.',
  types: () => [AgreedAction] as const,
  resolveType: () => AgreedAction.name,
});
