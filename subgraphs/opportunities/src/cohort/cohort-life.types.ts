import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayUnique, Length, Matches } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A meeting of a cohort that was held.' })
export class CohortMeeting {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'When.' })
  heldOn!: string;

  @Field(() => String, { description: 'What it was about.' })
  title!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'To how many meetings of their term somebody came. For themselves and those who run the cohort.',
})
export class SeatAttendance {
  @Field(() => Int, { description: 'Meetings on days on which they had the seat.' })
  meetings!: number;

  @Field(() => Int, { description: 'Those to which they came.' })
  came!: number;

  @Field(() => Int, { description: 'Those of which they were excused; these count neither way.' })
  excused!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Of those that count, in whole percent; null where none does.',
  })
  percent!: number | null;

  @Field(() => Boolean, { description: 'Whether they came as often as the cohort asks.' })
  isEnough!: boolean;

  @Field(() => String, { description: 'The same in words for the person.' })
  inWords!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Something that a cohort takes on, and what came of it.',
})
export class CohortProject {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => String, { description: 'What it is for.' })
  purpose!: string;

  @Field(() => Day, { description: 'When it was begun.' })
  begunOn!: string;

  @Field(() => Day, { nullable: true, description: 'When it was finished; null while it runs.' })
  finishedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What came of it.' })
  output!: string | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@InputType({ description: 'That a cohort met. Recorded again of one day, it is corrected.' })
export class RecordCohortMeetingInput extends IdempotentInput {
  @Field(() => ID, { description: 'The cohort.' })
  cohortId!: string;

  @Field(() => Day, { description: 'When, not after today.' })
  heldOn!: string;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { description: 'What it was about, 1 to 200 characters.' })
  title!: string;

  @ArrayMaxSize(60, { message: 'cameIds names at most 60 people' })
  @ArrayUnique({ message: 'cameIds names each once' })
  @Field(() => [ID], { description: 'Members who came.' })
  cameIds!: string[];

  @ArrayMaxSize(60, { message: 'excusedIds names at most 60 people' })
  @ArrayUnique({ message: 'excusedIds names each once' })
  @Field(() => [ID], {
    defaultValue: [],
    description: 'Members who could not; whose term rests that day is not asked anyway.',
  })
  excusedIds!: string[];
}

@InputType({ description: 'What a cohort takes on.' })
export class BeginCohortProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'The cohort.' })
  cohortId!: string;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  title!: string;

  @Length(1, 2_000, { message: 'purpose has 1 to 2000 characters' })
  @Matches(/\S/, { message: 'purpose is not blank' })
  @Field(() => String, { description: 'What it is for, 1 to 2,000 characters.' })
  purpose!: string;
}

@InputType({ description: 'What came of it.' })
export class FinishCohortProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'The project.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Length(1, 2_000, { message: 'output has 1 to 2000 characters' })
  @Matches(/\S/, { message: 'output is not blank' })
  @Field(() => String, { description: 'What came of it, 1 to 2,000 characters.' })
  output!: string;
}

@ObjectType({ implements: Refusal, description: 'Some who were named had no seat that day.' })
export class NotSitting extends Refusal {
  @Field(() => [ID], { description: 'Who.' })
  readonly personIds: readonly string[];

  constructor(personIds: readonly string[]) {
    super('Only who has a seat that day comes, or is excused, and each is named once.');
    this.personIds = personIds;
  }
}

@ObjectType({ implements: Refusal, description: 'The meeting has not been held.' })
export class MeetingToCome extends Refusal {
  constructor() {
    super('Who came is known once a meeting has been held.');
  }
}

export const RecordCohortMeetingResult = createUnionType({
  name: 'RecordCohortMeetingResult',
  description: 'The meeting, or why it was not recorded.',
  types: () => [CohortMeeting, NotSitting, MeetingToCome] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : CohortMeeting.name,
});
