import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { IsOptional, Length, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'What a trust, a school or a team wants to be better at in an academic year.',
})
export class DevelopmentGoal {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, {
    description: 'The year it starts: 2026 is 1 September 2026 to 31 August 2027.',
  })
  academicYear!: number;

  @Field(() => String, { description: 'The goal in a line.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'The team whose goal it is, if of one.' })
  team!: string | null;
}

@InputType({ description: 'A goal of the trust; of a school or a team where one is named.' })
export class SetDevelopmentGoalInput extends IdempotentInput {
  @Min(2000, { message: 'academicYear is 2000 to 2100' })
  @Max(2100, { message: 'academicYear is 2000 to 2100' })
  @Field(() => Int, { description: 'The year it starts.' })
  academicYear!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The school whose goal it is; none: the trust’s.',
  })
  schoolId?: string | null;

  @IsOptional()
  @Length(1, 200, { message: 'team has 1 to 200 characters' })
  @Field(() => String, { nullable: true, description: 'The team whose goal it is, if of one.' })
  team?: string | null;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Field(() => String, { description: 'The goal in a line, 1 to 200 characters.' })
  title!: string;

  @IsOptional()
  @MaxLength(2000, { message: 'description has at most 2000 characters' })
  @Field(() => String, { nullable: true, description: 'More about it, to 2,000 characters.' })
  description?: string | null;
}
