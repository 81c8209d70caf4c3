import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { ArgsType, Field, Float, InputType, ObjectType } from 'type-graphql';
import { ExpertiseTopicInput } from '../expertise/expertise.types.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'A school that has no specialist of something within reach.',
})
export class SpecialistGap {
  @Field(() => Boolean, {
    description:
      'Whether the register says where the school is. When it does not, only specialists of the school itself count as within reach.',
  })
  isPlaceKnown!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: 'Miles to the nearest specialist there is; null when none is known.',
  })
  nearestMiles!: number | null;
}

export const SpecialistGapConnection = connectionOf(SpecialistGap);

@InputType({ description: 'Of what, for which phase, and how far is within reach.' })
export class SpecialistGapFilter extends ExpertiseTopicInput {
  @IsOptional()
  @MaxLength(4, { message: 'phaseCode is a phase of GIAS' })
  @Field(() => String, {
    nullable: true,
    description: 'Only schools of this phase, and specialists for it.',
  })
  phaseCode?: string | null;

  @Min(0, { message: 'withinMiles is 0 to 1,000' })
  @Max(1_000, { message: 'withinMiles is 0 to 1,000' })
  @Field(() => Float, { description: 'Miles as the crow flies.' })
  withinMiles!: number;
}

@ArgsType()
export class SchoolsWithoutSpecialistArgs extends ConnectionArgs {
  @ValidateNested()
  @Field(() => SpecialistGapFilter, { description: 'Of what, and how far.' })
  filter!: SpecialistGapFilter;
}
