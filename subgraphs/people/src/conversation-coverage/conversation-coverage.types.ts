import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum CoverageBy {
  SCHOOL = 'SCHOOL',
  STAFF_GROUP = 'STAFF_GROUP',
  WORKING_PATTERN = 'WORKING_PATTERN',
}
registerEnumType(CoverageBy, {
  name: 'CoverageBy',
  description: 'By what the people of a report are parted. Everybody is in one group each time.',
  valuesConfig: {
    SCHOOL: { description: 'The school of the main post.' },
    STAFF_GROUP: { description: 'The staff group of the main post.' },
    WORKING_PATTERN: { description: '`FULL_TIME` from 1.0 FTE in all posts on, else `PART_TIME`.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'How many of a group had been offered their career conversation in time at the end of last month, of those whom the trust then employed. Whoever was on long leave is not counted. Counts that would tell of fewer than five people are null, and with them those from which they would follow, by whatever the people are parted.',
})
export class ConversationCoverage {
  @Field(() => String, {
    description:
      'Which group: a school’s name, or a staff group or working pattern as it is coded.',
  })
  group!: string;

  @Field(() => Int, { nullable: true, description: 'Of how many none was overdue.' })
  inTime!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of how many one was.' })
  overdue!: number | null;

  @Field(() => Day, { description: 'The day: the last of last month.' })
  asOf!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What came of the career conversations of the twelve months before this one, in the whole trust and in numbers alone. Counts below five, and those that would give them away, are null. That somebody stays and goes deeper is counted nowhere.',
})
export class ConversationOutcomes {
  @Field(() => Day, { description: 'First day that is counted.' })
  since!: string;

  @Field(() => Day, { description: 'First day that is no longer counted.' })
  before!: string;

  @Field(() => Int, { nullable: true, description: 'How many were held.' })
  held!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many were declined by the person.' })
  declined!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'In how many the two agreed something about an opportunity, a bursary, time elsewhere or a network.',
  })
  withLink!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'After how many the person applied for something, was awarded a bursary or went elsewhere for a while, within 183 days.',
  })
  followed!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many agreed actions had fallen due; those that were dropped are not counted.',
  })
  actionsDue!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many of them were done by their day.' })
  actionsInTime!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days from one conversation of somebody to their next, in the middle of all; null where fewer than five are known.',
  })
  medianGapDays!: number | null;
}
