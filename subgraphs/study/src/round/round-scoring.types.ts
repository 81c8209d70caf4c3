import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'An application without whose it is: what the panel scores.',
})
export class BursaryCandidate {
  @Field(() => ID, { description: 'Drawn at random; says nothing of who or when.' })
  id!: string;

  @Field(() => String, { description: 'Code of the programme.' })
  programmeCode!: string;

  @Field(() => String, { description: 'Why, in their own words.' })
  statement!: string;

  @Field(() => String, { nullable: true, description: 'What they would find out, if they say.' })
  projectQuestion!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Mean of the members’ points, in hundredths, once the round is locked.',
  })
  meanPointsHundredths!: number | null;

  @Field(() => Int, { nullable: true, description: 'Place in the order, once it is locked.' })
  place!: number | null;

  @Field(() => Boolean, { description: 'Whether a lottery between equal scores set the place.' })
  isDrawn!: boolean;
}

@InputType({ description: 'What a member of the panel gives a candidate.' })
export class ScoreBursaryCandidateInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the candidate.' })
  candidateId!: string;

  @Min(0, { message: 'points is 0 to 10' })
  @Max(10, { message: 'points is 0 to 10' })
  @Field(() => Int, {
    description: '0 to 10; a later score replaces an earlier one, which is kept.',
  })
  points!: number;

  @IsOptional()
  @MaxLength(2000, { message: 'note has at most 2000 characters' })
  @Field(() => String, { nullable: true, description: 'Why, to 2,000 characters.' })
  note?: string | null;
}
