import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, Length, MaxLength } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

export enum MeetingAnswer {
  COMING = 'COMING',
  NOT_COMING = 'NOT_COMING',
}
registerEnumType(MeetingAnswer, {
  name: 'MeetingAnswer',
  description: 'Whether a member means to come to a meeting.',
  valuesConfig: {
    COMING: { description: 'They mean to come.' },
    NOT_COMING: { description: 'They do not.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'That a network meets.' })
export class NetworkMeeting {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => Date, { description: 'When it begins.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'When it ends.' })
  endsAt!: Date;

  @Field(() => String, { description: 'Where; a room or a link.' })
  place!: string;

  @Field(() => String, { description: 'What it is about.' })
  agenda!: string;

  @Field(() => Boolean, { description: 'It does not take place.' })
  isCancelled!: boolean;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

export const NetworkMeetingConnection = connectionOf(NetworkMeeting);

@ObjectType({
  simpleResolvers: true,
  description: 'Whether somebody comes to a meeting, and came.',
})
export class NetworkAttendance {
  @Field(() => MeetingAnswer, { nullable: true, description: 'What they said; null for nothing.' })
  answer!: MeetingAnswer | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'As whoever leads wrote down afterwards; null while nobody has.',
  })
  attended!: boolean | null;
}

@InputType({ description: 'When and where a network meets.' })
export class ArrangeNetworkMeetingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which network.' })
  networkId!: string;

  @Length(1, 100, { message: 'title has 1 to 100 characters' })
  @Field(() => String, { description: '1 to 100 characters.' })
  title!: string;

  @Field(() => Date, { description: 'When it begins.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'When it ends, within 24 hours.' })
  endsAt!: Date;

  @MaxLength(200, { message: 'place has at most 200 characters' })
  @Field(() => String, { description: 'Where, at most 200 characters.' })
  place!: string;

  @MaxLength(5_000, { message: 'agenda has at most 5,000 characters' })
  @Field(() => String, { description: 'What it is about, at most 5,000 characters.' })
  agenda!: string;
}

@InputType({ description: 'Which meeting, as it was read.' })
export class CancelNetworkMeetingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Whether the caller comes to a meeting.' })
export class AnswerNetworkMeetingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which meeting.' })
  id!: string;

  @Field(() => MeetingAnswer, { description: 'Whether they come.' })
  answer!: MeetingAnswer;
}

@InputType({ description: 'Who was there.' })
export class RecordNetworkAttendanceInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which meeting.' })
  id!: string;

  @ArrayMaxSize(500, { message: 'personIds has at most 500 people' })
  @Field(() => [ID], {
    description: 'Members and guests who were there, all of them, at most 500.',
  })
  personIds!: string[];
}

@ObjectType({
  implements: Refusal,
  description: 'The meeting does not take place, or has not yet.',
})
export class MeetingNotHeld extends Refusal {
  constructor() {
    super(
      'Who was there is written down once a meeting has begun, and not of one that was cancelled.',
    );
  }
}

@ObjectType({ implements: Refusal, description: 'That is for members of the network alone.' })
export class NotInNetwork extends Refusal {
  constructor() {
    super('Join the network first: this is for its members.');
  }
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : NetworkMeeting.name;

export const ChangeNetworkMeetingResult = createUnionType({
  name: 'ChangeNetworkMeetingResult',
  description: 'The meeting as it is now.',
  types: () => [NetworkMeeting] as const,
  resolveType: () => NetworkMeeting.name,
});

export const AnswerNetworkMeetingResult = createUnionType({
  name: 'AnswerNetworkMeetingResult',
  description: 'The meeting, or why there is no answer to it.',
  types: () => [NetworkMeeting, NotInNetwork] as const,
  resolveType: whichType,
});

export const RecordNetworkAttendanceResult = createUnionType({
  name: 'RecordNetworkAttendanceResult',
  description: 'The meeting, or why nothing was written down.',
  types: () => [NetworkMeeting, MeetingNotHeld, NotInNetwork] as const,
  resolveType: whichType,
});
