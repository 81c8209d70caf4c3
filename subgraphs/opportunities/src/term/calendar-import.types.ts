import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { ArrayMaxSize, ArrayMinSize, Matches, Max, Min, ValidateNested } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { StretchInput } from './school-calendar.types.ts';

const yearDescription = 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.';

@InputType({ description: 'The calendar of a school, named by its URN, for one academic year.' })
export class UrnCalendarInput {
  @Matches(/^[0-9]{6}$/, { message: 'urn has six digits' })
  @Field(() => String, {
    description: 'Unique Reference Number that the school has or had, six digits. Source: GIAS.',
  })
  urn!: string;

  @Min(2000, { message: 'academicYear is from 2000 to 2099' })
  @Max(2099, { message: 'academicYear is from 2000 to 2099' })
  @Field(() => Int, { description: yearDescription })
  academicYear!: number;

  @ArrayMinSize(1)
  @ArrayMaxSize(8)
  @ValidateNested()
  @Field(() => [StretchInput], { description: 'The terms, the earliest first; 1 to 8.' })
  terms!: StretchInput[];

  @ArrayMaxSize(20)
  @ValidateNested()
  @Field(() => [StretchInput], {
    defaultValue: [],
    description: 'Half-terms and other closures within the terms; at most 20.',
  })
  holidays!: StretchInput[];

  @ArrayMaxSize(20)
  @Field(() => [Day], {
    defaultValue: [],
    description: 'INSET days: staff are in and pupils are not. At most 20.',
  })
  insetDays!: string[];
}

@InputType({ description: 'Calendars as local authorities or schools publish them.' })
export class ImportSchoolCalendarsInput extends IdempotentInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested()
  @Field(() => [UrnCalendarInput], {
    description: 'One for each school and year, 1 to 200; of two for the same, the last holds.',
  })
  calendars!: UrnCalendarInput[];
}

@ObjectType({ simpleResolvers: true, description: 'A calendar that was not set, and why.' })
export class RefusedCalendar {
  @Field(() => String, { description: 'URN as it was given.' })
  urn!: string;

  @Field(() => Int, { description: yearDescription })
  academicYear!: number;

  @Field(() => String, { description: 'Why, in a sentence.' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of importing calendars.' })
export class SchoolCalendarImport {
  id!: string;

  @Field(() => Int, { description: 'How many calendars were set.' })
  setCount!: number;

  @Field(() => [RefusedCalendar], { description: 'Those that were not; send them again mended.' })
  refused!: readonly RefusedCalendar[];
}

@ObjectType({ implements: Refusal, description: 'No calendar could be set, so nothing changed.' })
export class NoCalendarSet extends Refusal {
  @Field(() => [RefusedCalendar], { description: 'Each, with the reason.' })
  readonly refused: readonly RefusedCalendar[];

  constructor(refused: readonly RefusedCalendar[]) {
    super('None of the calendars can be set.');
    this.refused = refused;
  }
}

export const ImportSchoolCalendarsResult = createUnionType({
  name: 'ImportSchoolCalendarsResult',
  description: 'What came of it, or why nothing did.',
  types: () => [SchoolCalendarImport, NoCalendarSet] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : SchoolCalendarImport.name,
});
