import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, IsOptional, Length } from 'class-validator';
import {
  ArgsType,
  Directive,
  Field,
  Float,
  ID,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

/** Where a team stands on a day. */
export enum ProjectState {
  FORMING = 'FORMING',
  WORKING = 'WORKING',
  OUTCOME_OWED = 'OUTCOME_OWED',
  COMPLETED = 'COMPLETED',
  STOPPED = 'STOPPED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(ProjectState, {
  name: 'ProjectState',
  description: 'Where a project team stands today.',
  valuesConfig: {
    FORMING: { description: 'Its first day is still to come.' },
    WORKING: { description: 'It works.' },
    OUTCOME_OWED: { description: 'Its time is over, and nobody has said what came of it.' },
    COMPLETED: { description: 'It did what it was to do.' },
    STOPPED: { description: 'It was stopped before that.' },
    WITHDRAWN: { description: 'It was taken back before it began.' },
  },
});

/** How a project ends. */
export enum ProjectEnding {
  COMPLETED = 'COMPLETED',
  STOPPED = 'STOPPED',
}

registerEnumType(ProjectEnding, {
  name: 'ProjectEnding',
  description: 'How a project ends.',
  valuesConfig: {
    COMPLETED: { description: 'It did what it was to do.' },
    STOPPED: { description: 'It was stopped before that.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'People of a school or of several who work on one thing for a time, beside their posts. What they are to do is said by its opportunity.',
})
export class ProjectTeam {
  @Field(() => ID, { description: 'That of the opportunity by which it is formed.' })
  id!: string;

  @Field(() => String, { description: 'What it is called: the title of its opportunity.' })
  title!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is for: the summary of its opportunity; only a draft may lack it.',
  })
  purpose!: string | null;

  @Field(() => [String], { description: 'What its members should be able to do, in lower case.' })
  skills!: readonly string[];

  @Field(() => Float, {
    nullable: true,
    description: 'Hours a week of each member’s post that it takes; only a draft may lack it.',
  })
  hoursPerWeek!: number | null;

  @Field(() => Int, { description: 'How many it has room for at a time.' })
  seats!: number;

  @Field(() => Int, { description: 'Seats that nobody has today, or on its first day.' })
  seatsFree!: number;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer works.' })
  endsOn!: string;

  @Field(() => ProjectState, { description: 'Where it stands today.' })
  state!: ProjectState;

  @Field(() => ProjectEnding, {
    nullable: true,
    description: 'How it ended, or is to end; null where nobody has said so.',
  })
  ending!: ProjectEnding | null;

  @Field(() => String, { nullable: true, description: 'What came of it, with its ending.' })
  outcome!: string | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

export const ProjectTeamConnection = connectionOf(ProjectTeam);

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody in a project team, from when to when.',
})
export class ProjectMember {
  @Field(() => ID, { description: 'That of their first placement in it; opaque.' })
  id!: string;

  @Field(() => Day, { description: 'First day.' })
  joinedOn!: string;

  @Field(() => Day, { description: 'First day on which they are no longer in it.' })
  leavesOn!: string;

  @Field(() => Boolean, { description: 'Whether they lead the team today.' })
  isLead!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'That a team works longer than was planned.' })
export class ProjectExtension {
  @Field(() => Day, { description: 'When it was to end.' })
  fromOn!: string;

  @Field(() => Day, { description: 'When it ends instead.' })
  endsOn!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => Date, { description: 'When that was decided.' })
  madeAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: 'How a trust limits what is done beside posts.',
})
export class ProjectPolicy {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Float, {
    description:
      'Hours a week that projects and responsibilities may take of a full-time post, of others in proportion.',
  })
  hoursAWeek!: number;
}

@ArgsType()
export class ProjectTeamsArgs extends ConnectionArgs {
  @IsOptional()
  @ArrayMaxSize(20, { message: 'skillsNeeded names at most 20 skills' })
  @Length(1, 60, { each: true, message: 'a skill has 1 to 60 characters' })
  @Field(() => [String], {
    nullable: true,
    description: 'Those that look for at least one of these skills, in capitals or not.',
  })
  skillsNeeded?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Those of this school.' })
  school?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for those that take applications today, false for the others.',
  })
  open?: boolean | null;
}
