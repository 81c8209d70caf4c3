import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import {
  ArgsType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

export enum ExpertiseTheme {
  PEDAGOGY = 'PEDAGOGY',
  ASSESSMENT = 'ASSESSMENT',
  RESEARCH = 'RESEARCH',
  SEND = 'SEND',
  BEHAVIOUR = 'BEHAVIOUR',
  OPERATIONS = 'OPERATIONS',
}
registerEnumType(ExpertiseTheme, {
  name: 'ExpertiseTheme',
  description: 'What expertise is of, where it is of no subject.',
  valuesConfig: {
    PEDAGOGY: { description: 'How teaching is done well.' },
    ASSESSMENT: { description: 'Finding out what has been learnt.' },
    RESEARCH: { description: 'Using and making evidence.' },
    SEND: { description: 'Special educational needs and disabilities.' },
    BEHAVIOUR: { description: 'Behaviour and relationships.' },
    OPERATIONS: { description: 'Premises, finance, offices, technology and catering.' },
  },
});

export enum ExpertiseLevel {
  CONFIDENT = 'CONFIDENT',
  SPECIALIST = 'SPECIALIST',
  LEADING = 'LEADING',
}
registerEnumType(ExpertiseLevel, {
  name: 'ExpertiseLevel',
  description: 'How far somebody’s expertise goes.',
  valuesConfig: {
    CONFIDENT: { description: 'Does it well and shows colleagues of the own school.' },
    SPECIALIST: { description: 'Advises colleagues of other schools.' },
    LEADING: { description: 'Leads it across schools: others’ specialists ask them.' },
  },
});

export enum ExpertiseStanding {
  UNENDORSED = 'UNENDORSED',
  STANDS = 'STANDS',
  EXPIRED = 'EXPIRED',
}
registerEnumType(ExpertiseStanding, {
  name: 'ExpertiseStanding',
  description: 'Whether somebody else says so today.',
  valuesConfig: {
    UNENDORSED: { description: 'Nobody has endorsed it as it is stated.' },
    STANDS: { description: 'It is endorsed today.' },
    EXPIRED: { description: 'Its endorsement has run out and can be renewed.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody knows well and offers to others. Stated by the person, endorsed by somebody else, and open to everybody in the trust.',
})
export class Expertise {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => OfficialCode, {
    nullable: true,
    description: 'Census subject; null when it is of a theme.',
  })
  subject!: OfficialCode | null;

  @Field(() => ExpertiseTheme, { nullable: true, description: 'Null when it is of a subject.' })
  theme!: ExpertiseTheme | null;

  @Field(() => ExpertiseLevel, { description: 'How far it goes.' })
  level!: ExpertiseLevel;

  @Field(() => [OfficialCode], { description: 'Phases of GIAS; none means every phase.' })
  phases!: OfficialCode[];

  @Field(() => String, { description: 'What it rests on, in the person’s words.' })
  evidence!: string;

  @Field(() => Int, { description: 'Days a term that the person can give to other schools.' })
  daysATerm!: number;

  @Field(() => ExpertiseStanding, { description: 'Whether it is endorsed today.' })
  standing!: ExpertiseStanding;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which the latest endorsement no longer holds; null without one.',
  })
  expiresOn!: string | null;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody with expertise that stands, as everybody in the trust may find them: who states expertise shows name, school and work e-mail with it.',
})
export class Expert {
  @Field(() => String, { description: 'Of the person, to show.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Null for staff without a work mailbox.' })
  workEmail!: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Miles as the crow flies between the school asked from and the nearest where they work; null when none was asked from, or the register does not say where one of the two is.',
  })
  miles!: number | null;
}

export const ExpertConnection = connectionOf(Expert);

@InputType({ description: 'Of a census subject or a theme, one of the two.' })
export class ExpertiseTopicInput {
  @IsOptional()
  @MaxLength(10, { message: 'subjectCode is a census subject code' })
  @Field(() => String, { nullable: true, description: 'Census subject code, such as `MAT`.' })
  subjectCode?: string | null;

  @Field(() => ExpertiseTheme, { nullable: true, description: 'A theme.' })
  theme?: ExpertiseTheme | null;
}

@InputType({ description: 'Which experts; all conditions given must hold.' })
export class ExpertFilter extends ExpertiseTopicInput {
  @IsOptional()
  @MaxLength(4, { message: 'phaseCode is a phase of GIAS' })
  @Field(() => String, { nullable: true, description: 'GIAS code of a phase that it is for.' })
  phaseCode?: string | null;

  @Field(() => ExpertiseLevel, { nullable: true, description: 'At least this level.' })
  atLeast?: ExpertiseLevel | null;

  @Field(() => ID, { nullable: true, description: 'A school, from which distance is counted.' })
  nearSchoolId?: string | null;

  @IsOptional()
  @Min(0, { message: 'withinMiles is 0 to 1,000' })
  @Max(1_000, { message: 'withinMiles is 0 to 1,000' })
  @Field(() => Float, {
    nullable: true,
    description:
      'Miles as the crow flies, with `nearSchoolId`. Who works where the register has no place is not within any distance.',
  })
  withinMiles?: number | null;

  @IsOptional()
  @Min(0, { message: 'daysATerm is 0 to 70' })
  @Max(70, { message: 'daysATerm is 0 to 70' })
  @Field(() => Int, { nullable: true, description: 'Can give at least so many days a term.' })
  daysATerm?: number | null;
}

@ArgsType()
export class FindExpertsArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => ExpertFilter, { nullable: true, description: 'Which; all when not given.' })
  filter?: ExpertFilter | null;
}
