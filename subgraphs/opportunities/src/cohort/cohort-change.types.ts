import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Cohort, SeatTerm } from './cohort.types.ts';

@InputType({ description: 'Seats of one kind: for anybody, or kept for those whom they name.' })
export class PlannedSeatsInput {
  @Min(1, { message: 'count is 1 to 60' })
  @Max(60, { message: 'count is 1 to 60' })
  @Field(() => Int, { description: 'How many, 1 to 60.' })
  count!: number;

  @ArrayMaxSize(20, { message: 'staffGroups names at most 20' })
  @Matches(/^[A-Z0-9_]{1,40}$/, { each: true, message: 'a code has 1 to 40 capitals and digits' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'Codes of staff groups, such as `TEACHING_ASSISTANT`, any of them; none for all.',
  })
  staffGroups!: string[];

  @ArrayMaxSize(100, { message: 'schoolIds names at most 100' })
  @ArrayUnique({ message: 'schoolIds names each once' })
  @IsUUID('all', { each: true, message: 'each of schoolIds is the id of a school' })
  @Field(() => [ID], {
    defaultValue: [],
    description: 'Schools, any of them; none for all.',
  })
  schoolIds!: string[];

  @ArrayMaxSize(8, { message: 'phases names at most 8' })
  @Length(1, 20, { each: true, message: 'a code has 1 to 20 characters' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'GIAS phase codes, such as `4` secondary, any of them; none for all.',
  })
  phases!: string[];

  @IsOptional()
  @Length(1, 1_000, { message: 'reason has 1 to 1000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Why they are kept, for everybody to read; whoever keeps seats says why.',
  })
  reason?: string | null;
}

@InputType({ description: 'A cohort, its seats and its policy.' })
export class PlanCohortInput extends IdempotentInput {
  @Length(1, 100, { message: 'name has 1 to 100 characters' })
  @Matches(/\S/, { message: 'name is not blank' })
  @Field(() => String, { description: 'What it is called, 1 to 100 characters.' })
  name!: string;

  @Length(1, 5_000, { message: 'purpose has 1 to 5000 characters' })
  @Matches(/\S/, { message: 'purpose is not blank' })
  @Field(() => String, { description: 'What it is for, 1 to 5,000 characters.' })
  purpose!: string;

  @Field(() => ID, { nullable: true, description: 'Of which school; none for the whole trust.' })
  hostSchoolId?: string | null;

  @Field(() => Day, { description: 'First day; of one that runs already, the day it began.' })
  startsOn!: string;

  @Field(() => Day, { nullable: true, description: 'First day on which there is none any more.' })
  endsOn?: string | null;

  @Min(1, { message: 'termYears is 1 or 2' })
  @Max(2, { message: 'termYears is 1 or 2' })
  @Field(() => Int, { description: 'How long a term is, 1 or 2 years.' })
  termYears!: number;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether every second seat of each kind rotates for the first time in the middle of a first term, so that never more than half of them are new.',
  })
  isStaggered!: boolean;

  @Min(1, { message: 'mostTerms is 1 to 5' })
  @Max(5, { message: 'mostTerms is 1 to 5' })
  @Field(() => Int, { defaultValue: 1, description: 'Terms one after the other, 1 to 5.' })
  mostTerms!: number;

  @Min(1, { message: 'coolingOffMonths is 1 to 60' })
  @Max(60, { message: 'coolingOffMonths is 1 to 60' })
  @Field(() => Int, { defaultValue: 12, description: 'Cooling-off, 1 to 60 months.' })
  coolingOffMonths!: number;

  @Min(0, { message: 'leastAttendance is 0 to 100' })
  @Max(100, { message: 'leastAttendance is 0 to 100' })
  @Field(() => Int, { defaultValue: 75, description: 'Share of meetings, 0 to 100 percent.' })
  leastAttendance!: number;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether a member who moves to another school stays.',
  })
  keepsSeatOnMove!: boolean;

  @ArrayMinSize(1, { message: 'seats names at least one kind' })
  @ArrayMaxSize(20, { message: 'seats names at most 20 kinds' })
  @ValidateNested()
  @Field(() => [PlannedSeatsInput], { description: 'Its seats, 1 to 60 in all.' })
  seats!: PlannedSeatsInput[];
}

@InputType({ description: 'What becomes of a cohort. What is not given stays as it is.' })
export class ChangeCohortInput extends IdempotentInput {
  @Field(() => ID, { description: 'The cohort.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @IsOptional()
  @Length(1, 100, { message: 'name has 1 to 100 characters' })
  @Matches(/\S/, { message: 'name is not blank' })
  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 100 characters.' })
  name?: string | null;

  @IsOptional()
  @Length(1, 5_000, { message: 'purpose has 1 to 5000 characters' })
  @Matches(/\S/, { message: 'purpose is not blank' })
  @Field(() => String, { nullable: true, description: 'What it is for, 1 to 5,000 characters.' })
  purpose?: string | null;

  @IsOptional()
  @Min(0, { message: 'leastAttendance is 0 to 100' })
  @Max(100, { message: 'leastAttendance is 0 to 100' })
  @Field(() => Int, { nullable: true, description: 'Share of meetings, 0 to 100 percent.' })
  leastAttendance?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a member who moves to another school stays.',
  })
  keepsSeatOnMove?: boolean | null;
}

@InputType({ description: 'Who had a seat before the cohort was planned here.' })
export class RecordSeatTermInput extends IdempotentInput {
  @Field(() => ID, { description: 'The seat.' })
  seatId!: string;

  @Field(() => ID, { description: 'Who.' })
  personId!: string;

  @Field(() => Day, { description: 'First day, before the cohort was planned here.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which they sit no more; the seat’s next rotation when not given.',
  })
  endsOn?: string | null;
}

@InputType({ description: 'Of which cohort seats are announced.' })
export class AnnounceSeatsInput extends IdempotentInput {
  @Field(() => ID, { description: 'The cohort.' })
  cohortId!: string;
}

/** What keeps a cohort from being planned so. */
const unclear = {
  END: 'A cohort ends after its first day.',
  COUNT: 'A cohort has at most 60 seats.',
  REASON: 'Whoever keeps seats says for whom and why; of seats for anybody neither is said.',
} as const;

@ObjectType({ implements: Refusal, description: 'The cohort cannot be planned so.' })
export class CohortUnclear extends Refusal {
  constructor(what: keyof typeof unclear) {
    super(unclear[what]);
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody cannot have a seat, for reasons.' })
export class SeatNotForThem extends Refusal {
  @Field(() => [String], { description: 'Why, in sentences for the person.' })
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(`The seat cannot be theirs. ${reasons.join(' ')}`);
    this.reasons = reasons;
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody has the seat on those days.' })
export class SeatTaken extends Refusal {
  constructor() {
    super('Somebody has the seat on those days.');
  }
}

@ObjectType({ implements: Refusal, description: 'The days are none on which one has the seat.' })
export class SeatDaysOtherwise extends Refusal {
  @Field(() => Day, { description: 'First day on which somebody could have it.' })
  readonly startsOn: string;

  @Field(() => Day, { description: 'First day on which the seat rotates.' })
  readonly endsOn: string;

  constructor(startsOn: string, endsOn: string) {
    super(`This seat is had from ${startsOn}, or later, until ${endsOn}.`);
    this.startsOn = startsOn;
    this.endsOn = endsOn;
  }
}

@ObjectType({ implements: Refusal, description: 'No seat of the cohort waits to be announced.' })
export class NoSeatToAnnounce extends Refusal {
  @Field(() => Day, {
    nullable: true,
    description: 'The day from which the next one can be announced; null when none falls free.',
  })
  readonly earliestOn: string | null;

  constructor(earliestOn: string | null) {
    const next = earliestOn === null ? 'None falls free.' : `The next one can be on ${earliestOn}.`;
    super(`No seat waits to be announced. ${next}`);
    this.earliestOn = earliestOn;
  }
}

@ObjectType({ simpleResolvers: true, description: 'What was announced of a cohort.' })
export class AnnouncedSeats {
  @Field(() => ID, { description: 'That of the cohort.' })
  id!: string;

  @Field(() => [Opportunity], {
    description: 'One for each kind of seat and day; everybody whom it is for is told.',
  })
  opportunities!: Opportunity[];
}

const typeOr = (name: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : name;

export const PlanCohortResult = createUnionType({
  name: 'PlanCohortResult',
  description: 'The cohort with its seats, or why it cannot be planned so.',
  types: () => [Cohort, CohortUnclear] as const,
  resolveType: typeOr(Cohort.name),
});

export const RecordSeatTermResult = createUnionType({
  name: 'RecordSeatTermResult',
  description: 'The term, or why it cannot have been so.',
  types: () => [SeatTerm, SeatNotForThem, SeatTaken, SeatDaysOtherwise] as const,
  resolveType: typeOr(SeatTerm.name),
});

export const AnnounceSeatsResult = createUnionType({
  name: 'AnnounceSeatsResult',
  description: 'What was announced, or why nothing was.',
  types: () => [AnnouncedSeats, NoSeatToAnnounce] as const,
  resolveType: typeOr(AnnouncedSeats.name),
});
