import { badUserInput } from '@trellis/subgraph-kit/faults';
import { ArrayMaxSize, IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Criterion, CriterionInput } from './criterion.types.ts';

/** What a responsibility consists of. */
export enum Responsibility {
  OVERSIGHT = 'OVERSIGHT',
  TEAM_LEADERSHIP = 'TEAM_LEADERSHIP',
  SCHOOL_ADVICE = 'SCHOOL_ADVICE',
}

registerEnumType(Responsibility, {
  name: 'Responsibility',
  description: 'What a responsibility consists of.',
  valuesConfig: {
    OVERSIGHT: { description: 'Oversight of an area of work.' },
    TEAM_LEADERSHIP: { description: 'Leading a team.' },
    SCHOOL_ADVICE: { description: 'Advising another school.' },
  },
});

const payDescription = 'of a year’s full-time pay, in pence; none when it pays nothing more.';
const hoursDescription = 'Hours a week; none when it says nothing of them.';
const flexibleDescription = 'What is possible of part time, sharing, remote work and other hours.';
const placeDescription = 'Where the work is done, when that is not only the host school.';

@ObjectType({ simpleResolvers: true, description: 'What one would do and get.' })
export class Terms {
  @Field(() => Int, { nullable: true, description: `Lower end ${payDescription}` })
  payFromPence!: number | null;

  @Field(() => Int, { nullable: true, description: `Upper end ${payDescription}` })
  payToPence!: number | null;

  @Field(() => Float, { nullable: true, description: hoursDescription })
  hoursPerWeek!: number | null;

  @Field(() => String, { nullable: true, description: flexibleDescription })
  flexibleWorking!: string | null;

  @Field(() => String, { nullable: true, description: placeDescription })
  place!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one teaches classes in it; none when that was not said.',
  })
  teaches!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one line-manages others; none when that was not said.',
  })
  lineManages!: boolean | null;

  @Field(() => Responsibility, {
    nullable: true,
    description: 'What the responsibility is; only where the kind is RESPONSIBILITY.',
  })
  responsibility!: Responsibility | null;

  @Field(() => [Criterion], { description: 'What people are chosen by, in the author’s order.' })
  criteria!: readonly Criterion[];
}

/** Of no opportunity would it say more than that. */
export const noTerms: Terms = {
  ...{ payFromPence: null, payToPence: null, hoursPerWeek: null, flexibleWorking: null },
  ...{ place: null, teaches: null, lineManages: null, responsibility: null, criteria: [] },
};

@InputType({ description: 'What one would do and get. What is not given is not said.' })
export class TermsInput {
  @IsOptional()
  @Min(0, { message: 'payFromPence is not negative' })
  @Field(() => Int, { nullable: true, description: `Lower end ${payDescription}` })
  payFromPence?: number | null;

  @IsOptional()
  @Min(0, { message: 'payToPence is not negative' })
  @Field(() => Int, { nullable: true, description: `Upper end ${payDescription}` })
  payToPence?: number | null;

  @IsOptional()
  @Min(0.25, { message: 'hoursPerWeek is from 0.25 to 60' })
  @Max(60, { message: 'hoursPerWeek is from 0.25 to 60' })
  @Field(() => Float, { nullable: true, description: `${hoursDescription} 0.25 to 60.` })
  hoursPerWeek?: number | null;

  @IsOptional()
  @MaxLength(1_000, { message: 'flexibleWorking has at most 1000 characters' })
  @Field(() => String, {
    nullable: true,
    description: `${flexibleDescription} At most 1,000 characters.`,
  })
  flexibleWorking?: string | null;

  @IsOptional()
  @MaxLength(200, { message: 'place has at most 200 characters' })
  @Field(() => String, {
    nullable: true,
    description: `${placeDescription} At most 200 characters.`,
  })
  place?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether one teaches classes in it.' })
  teaches?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether one line-manages others.' })
  lineManages?: boolean | null;

  @Field(() => Responsibility, {
    nullable: true,
    description: 'What the responsibility is; published, the kind RESPONSIBILITY has one.',
  })
  responsibility?: Responsibility | null;

  @IsOptional()
  @ArrayMaxSize(20)
  @ValidateNested()
  @Field(() => [CriterionInput], {
    nullable: true,
    description: 'What people are chosen by; at most 20.',
  })
  criteria?: CriterionInput[] | null;
}

/**
 * @returns the terms to keep.
 * @throws BAD_USER_INPUT when the upper end of the pay is below the lower one.
 */
export function termsOf(input: TermsInput | null | undefined): Terms {
  const terms: Terms = {
    payFromPence: input?.payFromPence ?? null,
    payToPence: input?.payToPence ?? null,
    hoursPerWeek: input?.hoursPerWeek ?? null,
    flexibleWorking: input?.flexibleWorking ?? null,
    place: input?.place ?? null,
    teaches: input?.teaches ?? null,
    lineManages: input?.lineManages ?? null,
    responsibility: input?.responsibility ?? null,
    criteria: (input?.criteria ?? []).map(({ weight, text }) => ({ weight, text })),
  };
  const { payFromPence, payToPence } = terms;
  if (payFromPence !== null && payToPence !== null && payToPence < payFromPence) {
    throw badUserInput('payToPence is not below payFromPence.');
  }
  return terms;
}
