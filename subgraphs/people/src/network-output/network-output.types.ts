import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

export enum NetworkOutputKind {
  CURRICULUM = 'CURRICULUM',
  ASSESSMENT = 'ASSESSMENT',
  PEDAGOGY = 'PEDAGOGY',
  PROCEDURE = 'PROCEDURE',
}
registerEnumType(NetworkOutputKind, {
  name: 'NetworkOutputKind',
  description: 'What an output of a network is of.',
  valuesConfig: {
    CURRICULUM: { description: 'What is taught, and in which order.' },
    ASSESSMENT: { description: 'How to find out what has been learnt.' },
    PEDAGOGY: { description: 'How it is taught well.' },
    PROCEDURE: { description: 'How work is done: checks, forms, routines of any job.' },
  },
});

export enum NetworkOutputAudience {
  AUTHORS = 'AUTHORS',
  NETWORK = 'NETWORK',
  TRUST = 'TRUST',
}
registerEnumType(NetworkOutputAudience, {
  name: 'NetworkOutputAudience',
  description: 'Who reads an output.',
  valuesConfig: {
    AUTHORS: { description: 'A draft: those of its authors who belong to the network.' },
    NETWORK: { description: 'Members of the network, and its guests from allied trusts.' },
    TRUST: { description: 'Whoever works in the trust, and the network’s guests.' },
  },
});

@ObjectType({ description: 'What a version of an output says.' })
export abstract class NetworkOutputContent {
  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Field(() => NetworkOutputKind, { description: 'What it is of.' })
  kind!: NetworkOutputKind;

  @Field(() => OfficialCode, { nullable: true, description: 'Census subject, if of one.' })
  subject!: OfficialCode | null;

  @Field(() => [OfficialCode], { description: 'Phases of GIAS; none means every phase.' })
  phases!: OfficialCode[];

  @Field(() => String, {
    description:
      'Markdown (CommonMark), at most 100,000 characters; may be empty where there is a link. Show HTML in it as text.',
  })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Where it is kept or goes on: `https://…`.' })
  link!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A document that a network made: curriculum, assessment, pedagogy or a procedure of any job. As its current version has it.',
})
export class NetworkOutput extends NetworkOutputContent {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => NetworkOutputAudience, { description: 'Who reads it.' })
  audience!: NetworkOutputAudience;

  @Field(() => Date, { description: 'When its current version was written.' })
  changedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was withdrawn; null while it holds.' })
  withdrawnAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  withdrawalReason!: string | null;

  @Field(() => Int, {
    description: 'The number of its current version, sent along by whoever changes it.',
  })
  version!: number;
}

export const NetworkOutputConnection = connectionOf(NetworkOutput);

@ObjectType({
  simpleResolvers: true,
  description: 'An output as it was once written. Kept, and never changed.',
})
export class NetworkOutputVersion extends NetworkOutputContent {
  @Field(() => Int, { description: 'From 1.' })
  number!: number;

  @Field(() => String, { description: 'What is other than before, in the writer’s words.' })
  whatChanged!: string;

  @Field(() => Date, { description: 'When it was written.' })
  writtenAt!: Date;
}

export const NetworkOutputVersionConnection = connectionOf(NetworkOutputVersion);

@InputType({ description: 'Which outputs; all conditions given must hold.' })
export class NetworkOutputFilter {
  @Field(() => NetworkOutputKind, { nullable: true, description: 'What they are of.' })
  kind?: NetworkOutputKind | null;

  @IsOptional()
  @MaxLength(10, { message: 'subjectCode is a census subject code' })
  @Field(() => String, { nullable: true, description: 'Census subject code.' })
  subjectCode?: string | null;

  @IsOptional()
  @MaxLength(4, { message: 'phaseCode is a phase of GIAS' })
  @Field(() => String, { nullable: true, description: 'GIAS code of a phase that they are for.' })
  phaseCode?: string | null;

  @IsOptional()
  @MaxLength(100, { message: 'text has at most 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Each word is in the title or the text; case and accents do not matter.',
  })
  text?: string | null;

  @Field(() => NetworkOutputAudience, { nullable: true, description: 'Who reads them.' })
  audience?: NetworkOutputAudience | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that were withdrawn; when not given, those that were not.',
  })
  isWithdrawn?: boolean | null;
}

@ArgsType()
export class NetworkOutputsArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => NetworkOutputFilter, { nullable: true, description: 'Which; all when not given.' })
  filter?: NetworkOutputFilter | null;
}
