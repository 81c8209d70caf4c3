import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'What one school is asked for by an application to study: days without somebody who works there, and what it answers. Whoever works at two schools asks both. Kept as long as the application.',
})
export class SchoolRelease {
  @Field(() => Int, {
    nullable: true,
    description:
      'School days on which the person would be away from this school; 0: none any more. Null where nobody said how the days fall among the schools: then any of them may.',
  })
  days!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the school releases them; null while nobody has answered.',
  })
  releases!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why, for the applicant to read.' })
  reason!: string | null;

  @Field(() => Day, { nullable: true, description: 'When it was answered.' })
  answeredOn!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether somebody else must answer, because one who would is close to the applicant: another who answers for the school, or the people team. Null for those who answer for no such school.',
  })
  needsAnother!: boolean | null;
}

@InputType({ description: 'How many days of release fall in a school.' })
export class ReleaseDaysAtInput {
  @Field(() => ID, { description: 'The school; one at which they work.' })
  schoolId!: string;

  @Min(0, { message: 'days is 0 to 60' })
  @Max(60, { message: 'days is 0 to 60' })
  @Field(() => Int, { description: 'School days on which they would be away from it, 0 to 60.' })
  days!: number;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The caller is close to the applicant, and so somebody else answers.',
})
export class CloseToApplicant extends Refusal {
  constructor() {
    super(
      'You are close to this person: another who answers for the school, or the people team, decides on release.',
    );
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Not each school has released the person for the days asked of it.',
})
export class ReleaseNotAgreed extends Refusal {
  @Field(() => String, {
    nullable: true,
    description: 'The reason of a school that says no; null: none has, and an answer is missing.',
  })
  readonly reason: string | null;

  @Field(() => [SchoolRelease], { description: 'Of the schools that have not released them.' })
  readonly lacking: readonly SchoolRelease[];

  constructor(lacking: readonly SchoolRelease[]) {
    super('Not each school has released this person for the days asked of it.');
    this.lacking = lacking;
    this.reason = lacking.find(({ releases }) => releases === false)?.reason ?? null;
  }
}
