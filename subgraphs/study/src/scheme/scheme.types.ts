import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { ArrayMaxSize, IsOptional, Length, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ProgrammeKind } from '../programme/programme-kind.types.ts';

@InputType('SchemeTermsInput', { description: 'The rules of a scheme.' })
@ObjectType('SchemeTerms', { simpleResolvers: true, description: 'The rules of a scheme.' })
export class SchemeTerms {
  @ArrayMaxSize(20, { message: 'staffGroups has at most 20 codes' })
  @Length(1, 40, { each: true, message: 'each of staffGroups has 1 to 40 characters' })
  @Field(() => [String], { description: 'Codes of staff groups that may apply; none: all may.' })
  staffGroups!: string[];

  @ArrayMaxSize(20, { message: 'programmeKinds has at most 20' })
  @Field(() => [ProgrammeKind], { description: 'Sorts of programmes; none: all.' })
  programmeKinds!: ProgrammeKind[];

  @Min(1, { message: 'sharePercent is 1 to 100' })
  @Max(100, { message: 'sharePercent is 1 to 100' })
  @Field(() => Int, { description: 'How much of the cost the scheme pays, in percent.' })
  sharePercent!: number;

  @Min(1, { message: 'capPence is 1 or more' })
  @Field(() => Int, { description: 'The most that it pays for one award, in pence.' })
  capPence!: number;

  @Min(0, { message: 'serviceMonths is 0 to 120' })
  @Max(120, { message: 'serviceMonths is 0 to 120' })
  @Field(() => Int, { description: 'Months that one must have been employed when one applies.' })
  serviceMonths!: number;

  @Field(() => Boolean, { description: 'Whether each award needs a project.' })
  asksProject!: boolean;

  @IsOptional()
  @Field(() => ID, {
    nullable: true,
    description: 'The agreement, with its tie-in, that whoever accepts agrees to; none: none.',
  })
  agreementId!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'By what rules a trust gives money for study.' })
export class BursaryScheme {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => SchemeTerms, { description: 'The rules for rounds that are announced from now on.' })
  terms!: SchemeTerms;

  @Field(() => Int, { description: 'Of the rules; each change counts one more.' })
  version!: number;
}

@InputType({ description: 'A scheme, or its rules from now on where there is one of that name.' })
export class KeepBursarySchemeInput extends IdempotentInput {
  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'Its name, 1 to 200 characters; one scheme has it.' })
  name!: string;

  @ValidateNested()
  @Field(() => SchemeTerms, { description: 'The rules.' })
  terms!: SchemeTerms;
}
