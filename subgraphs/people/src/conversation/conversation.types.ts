import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far a conversation is. MISSED is not kept: it is a planned day that has passed. */
export enum ConversationState {
  ASKED = 'ASKED',
  UNWILLING = 'UNWILLING',
  SCHEDULED = 'SCHEDULED',
  MISSED = 'MISSED',
  POSTPONED = 'POSTPONED',
  CANCELLED = 'CANCELLED',
  DECLINED_BY_STAFF = 'DECLINED_BY_STAFF',
  HELD = 'HELD',
  AGREED = 'AGREED',
  CLOSED = 'CLOSED',
}
registerEnumType(ConversationState, {
  name: 'ConversationState',
  description: 'How far a career conversation is.',
  valuesConfig: {
    ASKED: { description: 'The person asked a colleague, who has not answered yet.' },
    UNWILLING: { description: 'The colleague who was asked would rather not.' },
    SCHEDULED: { description: 'It has a day.' },
    MISSED: { description: 'Its day has passed, and nobody has said that it was held.' },
    POSTPONED: { description: 'Put off without a new day yet.' },
    CANCELLED: { description: 'Taken back; it counts for nothing.' },
    DECLINED_BY_STAFF: { description: 'The person did not want one this time; it was offered.' },
    HELD: { description: 'The two have talked.' },
    AGREED: { description: 'Both have said that what is written down is right.' },
    CLOSED: { description: 'What was agreed is done or dropped.' },
  },
});

/** Where somebody stands; chooses the questions of the guide. */
export enum ConversationSituation {
  ANY = 'ANY',
  NEW = 'NEW',
  RETURNING = 'RETURNING',
  WANTS_DEPTH = 'WANTS_DEPTH',
  WANTS_CHANGE = 'WANTS_CHANGE',
  NEAR_RETIREMENT = 'NEAR_RETIREMENT',
}
registerEnumType(ConversationSituation, {
  name: 'ConversationSituation',
  description: 'Where somebody stands, which chooses the questions of the guide.',
  valuesConfig: {
    ANY: { description: 'Nothing in particular.' },
    NEW: { description: 'New in the job or the trust.' },
    RETURNING: { description: 'Back after having been away.' },
    WANTS_DEPTH: { description: 'Would like to stay and to go deeper: a full answer.' },
    WANTS_CHANGE: { description: 'Would like something else.' },
    NEAR_RETIREMENT: { description: 'In the last years of a career; chosen by the person alone.' },
  },
});

export enum PostponeReason {
  WORKLOAD = 'WORKLOAD',
  COVER = 'COVER',
  AWAY = 'AWAY',
  NOT_READY = 'NOT_READY',
  OTHER = 'OTHER',
}
registerEnumType(PostponeReason, {
  name: 'PostponeReason',
  description: 'Why a career conversation is put off.',
  valuesConfig: {
    WORKLOAD: { description: 'Too much else to do.' },
    COVER: { description: 'Nobody to stand in.' },
    AWAY: { description: 'One of the two is away.' },
    NOT_READY: { description: 'One of the two would like more time to think.' },
    OTHER: { description: 'Something else.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'A talk of two people about what is next for one of them. Here is when, with whom and how far; what they wrote is for the two alone. Personal data, kept so that the trust can show that everybody was offered one.',
})
export class CareerConversation {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ConversationState, { description: 'How far it is, today.' })
  state!: ConversationState;

  @Field(() => ConversationSituation, { description: 'Which questions fit.' })
  situation!: ConversationSituation;

  @Field(() => Boolean, {
    description: 'Whether the person chose somebody else than their line manager.',
  })
  chosen!: boolean;

  @Field(() => Day, { nullable: true, description: 'Its day; null when it was put off.' })
  plannedOn!: string | null;

  @Field(() => PostponeReason, { nullable: true, description: 'Why it was last put off, if ever.' })
  postponedFor!: PostponeReason | null;

  @Field(() => Day, {
    nullable: true,
    description: 'When it was held, or declined by the person; null before.',
  })
  offeredOn!: string | null;

  @Field(() => Boolean, {
    description: 'Whether the person has said that it is written down right.',
  })
  agreedByPerson!: boolean;

  @Field(() => Boolean, { description: 'Whether the other has said so.' })
  agreedByLead!: boolean;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

export const CareerConversationConnection = connectionOf(CareerConversation);
