import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, Max, Min, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

const yearDescription = 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.';

@ObjectType({
  simpleResolvers: true,
  description: 'On which days a school is open in one academic year. Windows are counted in them.',
})
export class SchoolCalendar {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: yearDescription })
  academicYear!: number;

  @Field(() => Int, {
    description:
      'School days of the year: weekdays in term, less holidays, INSET and bank holidays.',
  })
  schoolDayCount!: number;

  @Field(() => Day, { description: 'The first school day.' })
  firstDay!: string;

  @Field(() => Day, { description: 'The last school day.' })
  lastDay!: string;

  @Field(() => Date, { description: 'When it was last set.' })
  setAt!: Date;
}

@InputType({ description: 'Days that follow each other.' })
export class StretchInput {
  @Field(() => Day, { description: 'First day.' })
  firstDay!: string;

  @Field(() => Day, { description: 'Last day, itself included.' })
  lastDay!: string;
}

@InputType({ description: 'The calendar of a school for one academic year, as a whole.' })
export class SetSchoolCalendarInput extends IdempotentInput {
  @Field(() => ID, { description: 'The school; one that the caller answers for.' })
  schoolId!: string;

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
    description:
      'INSET days: staff are in and pupils are not. They are no school days. At most 20.',
  })
  insetDays!: string[];
}

@ObjectType({ implements: Refusal, description: 'The terms cannot be those of the year.' })
export class TermsOutOfOrder extends Refusal {
  @Field(() => Int, { description: 'Which of them is at fault, from 1.' })
  readonly term: number;

  constructor(term: number) {
    super(
      'A term lies outside its year, ends before it starts, or starts before the last one ends.',
    );
    this.term = term;
  }
}

@ObjectType({ implements: Refusal, description: 'No day would be a school day.' })
export class NoSchoolDays extends Refusal {
  constructor() {
    super('The calendar has no school day.');
  }
}

export const SetSchoolCalendarResult = createUnionType({
  name: 'SetSchoolCalendarResult',
  description: 'The calendar, or why it cannot be.',
  types: () => [SchoolCalendar, TermsOutOfOrder, NoSchoolDays] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : SchoolCalendar.name,
});
