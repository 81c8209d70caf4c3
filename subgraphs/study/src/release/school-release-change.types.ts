import { ArrayMaxSize, Length, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { BursaryApplicationVersionInput } from '../application/bursary-application-change.types.ts';
import { ReleaseDaysAtInput } from './school-release.types.ts';

@InputType({ description: 'What a school says on release time.' })
export class AnswerOnReleaseInput extends BursaryApplicationVersionInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The school for which it is said; needed where the caller answers for several that are asked.',
  })
  schoolId?: string | null;

  @Field(() => Boolean, {
    description: 'Whether the person is released for the days asked of the school.',
  })
  releases!: boolean;

  @Length(1, 1000, { message: 'reason has 1 to 1000 characters' })
  @Field(() => String, { description: 'Why, for the applicant to read; 1 to 1,000 characters.' })
  reason!: string;
}

@InputType({ description: 'How the days of release fall among schools now.' })
export class ChangeReleaseDaysInput extends BursaryApplicationVersionInput {
  @ArrayMaxSize(20, { message: 'releaseAt names at most 20 schools' })
  @ValidateNested({ each: true })
  @Field(() => [ReleaseDaysAtInput], {
    description: 'Schools at which they work; no day falls in one that is not named. At most 20.',
  })
  releaseAt!: ReleaseDaysAtInput[];
}

@InputType({ description: 'Who is close to an applicant.' })
export class StepBackFromReleaseInput extends BursaryApplicationVersionInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Who is close to the applicant; the caller when not given. Only those who run rounds say it of another.',
  })
  headId?: string | null;
}
