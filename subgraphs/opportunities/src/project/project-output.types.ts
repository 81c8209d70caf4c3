import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  Length,
  Matches,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { NotInTheTeam } from './project-change.types.ts';

/** What a team makes. */
export enum ProjectOutputKind {
  RESOURCE = 'RESOURCE',
  GUIDE = 'GUIDE',
  REPORT = 'REPORT',
  TRAINING = 'TRAINING',
  EVENT = 'EVENT',
  OTHER = 'OTHER',
}

registerEnumType(ProjectOutputKind, {
  name: 'ProjectOutputKind',
  description: 'What a project team makes.',
  valuesConfig: {
    RESOURCE: { description: 'Something to work with, such as a scheme of work or a tool.' },
    GUIDE: { description: 'How something is done.' },
    REPORT: { description: 'What was found.' },
    TRAINING: { description: 'A course or session for colleagues.' },
    EVENT: { description: 'Something that took place.' },
    OTHER: { description: 'Something else.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Something that a project team made.' })
export class ProjectOutput {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => ProjectOutputKind, { description: 'What it is.' })
  kind!: ProjectOutputKind;

  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Where it is, an https address.' })
  link!: string | null;

  @Field(() => String, { nullable: true, description: 'What it says, or is about.' })
  text!: string | null;

  @Field(() => Day, { description: 'When it was ready.' })
  madeOn!: string;
}

@InputType({ description: 'What a project team made; with a link, a text, or both.' })
export class AddProjectOutputInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which team.' })
  teamId!: string;

  @Field(() => ProjectOutputKind, { description: 'What it is.' })
  kind!: ProjectOutputKind;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  title!: string;

  @IsOptional()
  @Matches(/^https:\/\/\S+$/, { message: 'link is an https address' })
  @Length(9, 2_000, { message: 'link has at most 2000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Where it is, an https address of at most 2,000 characters.',
  })
  link?: string | null;

  @IsOptional()
  @Length(1, 10_000, { message: 'text has 1 to 10000 characters' })
  @Matches(/\S/, { message: 'text is not blank' })
  @Field(() => String, {
    nullable: true,
    description: 'What it says, or is about; 1 to 10,000 characters.',
  })
  text?: string | null;

  @Field(() => Day, { description: 'When it was ready; today or before.' })
  madeOn!: string;

  @ArrayMinSize(1, { message: 'authorIds names 1 to 100 people' })
  @ArrayMaxSize(100, { message: 'authorIds names 1 to 100 people' })
  @ArrayUnique({ message: 'authorIds names each of them once' })
  @Field(() => [ID], { description: 'Who of the team made it.' })
  authorIds!: string[];
}

@InputType({ description: 'Which output is taken back.' })
export class WithdrawProjectOutputInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;
}

@ObjectType({ implements: Refusal, description: 'The output is nowhere, or still to come.' })
export class OutputUnclear extends Refusal {
  constructor() {
    super('An output has a link or a text, and was ready today or before.');
  }
}

export const AddProjectOutputResult = createUnionType({
  name: 'AddProjectOutputResult',
  description: 'The output, or why it is not kept.',
  types: () => [ProjectOutput, OutputUnclear, NotInTheTeam] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : ProjectOutput.name,
});
