import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { ProgrammeKind } from './programme-kind.types.ts';

@InputType({
  description: 'A programme that a trust adds for itself, or what it is from today on.',
})
export class OwnProgrammeInput extends IdempotentInput {
  @Matches(/^OWN_[A-Z0-9_]{1,36}$/, {
    message: 'code begins with OWN_ and has at most 40 capitals, digits and underscores',
  })
  @Field(() => String, {
    description: 'Begins with `OWN_`; stays when the provider renames the programme.',
  })
  code!: string;

  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'As its provider calls it, 1 to 200 characters.' })
  name!: string;

  @Field(() => ProgrammeKind, { description: 'What sort of programme it is.' })
  kind!: ProgrammeKind;

  @ArrayMinSize(1, { message: 'staffGroups has 1 to 20 codes' })
  @ArrayMaxSize(20, { message: 'staffGroups has 1 to 20 codes' })
  @Length(1, 40, { each: true, message: 'each of staffGroups has 1 to 40 characters' })
  @Field(() => [String], { description: 'Codes of the staff groups that it suits, 1 to 20.' })
  staffGroups!: string[];

  @IsOptional()
  @Min(1, { message: 'level is 1 to 8' })
  @Max(8, { message: 'level is 1 to 8' })
  @Field(() => Int, { nullable: true, description: 'Its level, 1 to 8, where it has one.' })
  level?: number | null;

  @Min(1, { message: 'typicalMonths is 1 to 120' })
  @Max(120, { message: 'typicalMonths is 1 to 120' })
  @Field(() => Int, { description: 'How long it usually takes, 1 to 120 months.' })
  typicalMonths!: number;

  @Length(1, 200, { message: 'provider has 1 to 200 characters' })
  @Field(() => String, { description: 'Who teaches it, 1 to 200 characters.' })
  provider!: string;

  @IsOptional()
  @Min(0, { message: 'costPence is 0 or more' })
  @Field(() => Int, { nullable: true, description: 'What it costs one person in all, in pence.' })
  costPence?: number | null;

  @ArrayMaxSize(20, { message: 'entryNeeds has at most 20 lines' })
  @Length(1, 300, { each: true, message: 'each of entryNeeds has 1 to 300 characters' })
  @Field(() => [String], { description: 'What one needs to start, to 20 lines.' })
  entryNeeds!: string[];

  @Length(1, 300, { message: 'completionEvidence has 1 to 300 characters' })
  @Field(() => String, { description: 'What shows completion, 1 to 300 characters.' })
  completionEvidence!: string;

  @Length(1, 300, { message: 'source has 1 to 300 characters' })
  @Field(() => String, { description: 'Where all this was found, 1 to 300 characters.' })
  source!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which nobody can start it any more; none while not given.',
  })
  endsOn?: string | null;
}
