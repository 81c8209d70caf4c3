import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, IsOptional, Length, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@InputType('ProjectMilestoneInput', { description: 'A step of a project.' })
@ObjectType('ProjectMilestone', { simpleResolvers: true, description: 'A step of a project.' })
export class ProjectMilestone {
  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'What is to be done, 1 to 200 characters.' })
  name!: string;

  @Field(() => Day, { description: 'By when.' })
  dueOn!: string;

  @Field(() => Day, { nullable: true, description: 'When it was done; null while it is not.' })
  doneOn!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody who studies finds out for their school. Seen by those who may know of the award; once shared, by everybody in the trust.',
})
export class StudyProject {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it would find out.' })
  question!: string;

  @Field(() => [ProjectMilestone], { description: 'Its steps.' })
  milestones!: ProjectMilestone[];

  @Field(() => String, { nullable: true, description: 'What was tried.' })
  tried!: string | null;

  @Field(() => String, { nullable: true, description: 'What changed: the summary of its impact.' })
  changed!: string | null;

  @Field(() => Day, { nullable: true, description: 'When it was shared; null while it is not.' })
  sharedOn!: string | null;

  @Field(() => Int, { description: 'Grows with each change.' })
  version!: number;
}

export const StudyProjectConnection = connectionOf(StudyProject);

@InputType({ description: 'A project of one’s own award.' })
export class StartProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'The award, which is the viewer’s own and not ended early.' })
  awardId!: string;

  @Length(1, 2000, { message: 'question has 1 to 2000 characters' })
  @Field(() => String, { description: 'What it would find out, 1 to 2,000 characters.' })
  question!: string;

  @ArrayMaxSize(20, { message: 'milestones has at most 20' })
  @ValidateNested({ each: true })
  @Field(() => [ProjectMilestone], { description: 'Its steps, to 20.' })
  milestones!: ProjectMilestone[];
}

@InputType({ description: 'What became of a project.' })
export class RecordProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the project.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;

  @ArrayMaxSize(20, { message: 'milestones has at most 20' })
  @ValidateNested({ each: true })
  @Field(() => [ProjectMilestone], { description: 'Its steps as they are now, to 20.' })
  milestones!: ProjectMilestone[];

  @IsOptional()
  @MaxLength(5000, { message: 'tried has at most 5000 characters' })
  @Field(() => String, { nullable: true, description: 'What was tried, to 5,000 characters.' })
  tried?: string | null;

  @IsOptional()
  @MaxLength(5000, { message: 'changed has at most 5000 characters' })
  @Field(() => String, { nullable: true, description: 'What changed, to 5,000 characters.' })
  changed?: string | null;
}

@InputType({ description: 'With whom a project is shared.' })
export class ShareProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the project.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;

  @ArrayMaxSize(20, { message: 'networkIds has at most 20' })
  @Field(() => [ID], { description: 'Networks that it is for, to 20.' })
  networkIds!: string[];

  @ArrayMaxSize(200, { message: 'schoolIds has at most 200' })
  @Field(() => [ID], { description: 'Other schools that it is for, to 200.' })
  schoolIds!: string[];
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The award has a project already.',
})
export class ProjectStartedAlready extends Refusal {
  @Field(() => StudyProject, { description: 'The one that it has.' })
  readonly project: StudyProject;

  constructor(project: StudyProject) {
    super('This award has a project already.');
    this.project = project;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'A project is shared once it says what was tried and what changed.',
})
export class ProjectUnfinished extends Refusal {
  @Field(() => [String], { description: 'Fields without which it is not shared.' })
  readonly missing: string[];

  constructor(missing: string[]) {
    super('Say what was tried and what changed before you share it.');
    this.missing = missing;
  }
}

const named = (value: object): string =>
  'milestones' in value ? StudyProject.name : value.constructor.name;

export const StartProjectResult = createUnionType({
  name: 'StartProjectResult',
  description: 'The project, or why there is no new one.',
  types: () => [StudyProject, ProjectStartedAlready] as const,
  resolveType: named,
});

export const ShareProjectResult = createUnionType({
  name: 'ShareProjectResult',
  description: 'The project as it is now, or why it is not shared.',
  types: () => [StudyProject, ProjectUnfinished] as const,
  resolveType: named,
});
