import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ProgrammeKind } from './programme-kind.types.ts';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'Something that can be studied, as it was offered from a day to a day. The same for all trusts, but for those that a trust added for itself. A programme that was renamed or changed is there as it was and as it is, under one code.',
})
export class Programme {
  @Field(() => ID, { description: 'Opaque; of this programme as it was offered in its dates.' })
  id!: string;

  @Field(() => String, { description: 'Such as `NPQSL` or `AAT_L3`; stays when the name changes.' })
  code!: string;

  @Field(() => String, { description: 'As the body in `source` calls it.' })
  name!: string;

  @Field(() => ProgrammeKind, { description: 'What sort of programme it is.' })
  kind!: ProgrammeKind;

  @Field(() => [String], {
    description: 'Codes of the staff groups that it suits. They bar nobody.',
  })
  staffGroups!: string[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Level of the Regulated Qualifications Framework or of the apprenticeship, 1 to 8; null where there is none, as for NPQs.',
  })
  level!: number | null;

  @Field(() => Int, { description: 'How long it usually takes, in months.' })
  typicalMonths!: number;

  @Field(() => String, { nullable: true, description: 'More about it, in a sentence.' })
  description!: string | null;

  @Field(() => Day, { description: 'First day on which somebody can start it.' })
  validFrom!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which nobody can start it any more; null while there is none.',
  })
  validTo!: string | null;

  @Field(() => String, { description: 'Who says what the programme is.' })
  source!: string;

  @Field(() => String, { nullable: true, description: 'Who teaches it, or gives the status.' })
  provider!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'What it usually costs one person in all, in pence; for an apprenticeship the most that its funding band allows. Null where no source gives one: ask the provider.',
  })
  costPence!: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'What one needs to start, one by one, in plain words.',
  })
  entryNeeds!: string[] | null;

  @Field(() => String, { nullable: true, description: 'What shows that somebody completed it.' })
  completionEvidence!: string | null;

  @Field(() => Boolean, { description: 'Whether the viewer’s trust added it for itself.' })
  isOwn!: boolean;
}

export const ProgrammeConnection = connectionOf(Programme);

@InputType({ description: 'Which programmes; all conditions that are given must hold.' })
export class ProgrammeFilter {
  @Field(() => ProgrammeKind, { nullable: true, description: 'Of this sort.' })
  kind?: ProgrammeKind | null;

  @MaxLength(40, { message: 'staffGroup has at most 40 characters' })
  @IsOptional()
  @Field(() => String, { nullable: true, description: 'That suit the staff group of this code.' })
  staffGroup?: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'That can be started on this day; today when not given.',
  })
  runningOn?: string | null;

  @MaxLength(100, { message: 'text has at most 100 characters' })
  @IsOptional()
  @Field(() => String, {
    nullable: true,
    description: 'With this in their name or code, in large letters or small; to 100 characters.',
  })
  text?: string | null;
}

@ArgsType()
export class ProgrammesArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => ProgrammeFilter, {
    nullable: true,
    description: 'All that run today, when not given.',
  })
  filter?: ProgrammeFilter | null;
}
