import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'Whether an opportunity is meant for somebody, and why, by their posts of a day.',
})
export class Eligibility {
  @Field(() => Boolean, { description: 'Whether it is meant for them.' })
  met!: boolean;

  @Field(() => [String], { description: 'Why, or why not, in sentences for the person.' })
  reasons!: readonly string[];

  @Field(() => Day, {
    description: 'The day whose posts decided: today, or when the version asked for was made.',
  })
  asOf!: string;

  @Field(() => Int, { description: 'Version of the rule by which the audience was read.' })
  ruleVersion!: number;
}

/** How much of a week somebody works. */
export enum WorkingPattern {
  FULL_TIME = 'FULL_TIME',
  PART_TIME = 'PART_TIME',
}

registerEnumType(WorkingPattern, {
  name: 'WorkingPattern',
  description: 'How much of a week somebody works, all posts taken together.',
  valuesConfig: {
    FULL_TIME: { description: 'The whole of a full-time week.' },
    PART_TIME: { description: 'Less than that.' },
  },
});

const eligibleDescription =
  'How many of them it is for; null where it, or what follows from it, would be fewer than five.';
const leftOutDescription = 'How many of them it leaves out; null for the same reason.';

@ObjectType({ simpleResolvers: true, description: 'How an audience takes in one staff group.' })
export class AudienceOfStaffGroup {
  @Field(() => String, {
    description: 'Code of the staff group of the main post, `NONE` for those in none.',
  })
  staffGroup!: string;

  @Field(() => Int, { nullable: true, description: eligibleDescription })
  eligible!: number | null;

  @Field(() => Int, { nullable: true, description: leftOutDescription })
  leftOut!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'How an audience takes in one working pattern.' })
export class AudienceOfWorkingPattern {
  @Field(() => WorkingPattern, { description: 'Which.' })
  workingPattern!: WorkingPattern;

  @Field(() => Int, { nullable: true, description: eligibleDescription })
  eligible!: number | null;

  @Field(() => Int, { nullable: true, description: leftOutDescription })
  leftOut!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Who would be in and who left out, today. Small numbers are not told, nor what shows them.',
})
export class AudiencePreview {
  @Field(() => Int, { nullable: true, description: eligibleDescription })
  eligible!: number | null;

  @Field(() => Int, { nullable: true, description: leftOutDescription })
  leftOut!: number | null;

  @Field(() => [AudienceOfStaffGroup], { description: 'By the staff group of the main post.' })
  byStaffGroup!: readonly AudienceOfStaffGroup[];

  @Field(() => [AudienceOfWorkingPattern], { description: 'By how much of a week they work.' })
  byWorkingPattern!: readonly AudienceOfWorkingPattern[];
}
