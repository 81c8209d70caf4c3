import { connectionOf, ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, MaxLength, ValidateNested } from 'class-validator';
import {
  ArgsType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

export enum NetworkJoining {
  OPEN = 'OPEN',
  INVITED = 'INVITED',
}
registerEnumType(NetworkJoining, {
  name: 'NetworkJoining',
  description: 'How people come to a network.',
  valuesConfig: {
    OPEN: { description: 'Whoever works in the trust may join.' },
    INVITED: { description: 'Whoever leads it invites.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Specialists from several schools around a subject or a job.',
})
export class Network {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What its members call it.' })
  name!: string;

  @Field(() => String, { description: 'What it is for, in a sentence or two.' })
  purpose!: string;

  @Field(() => OfficialCode, {
    nullable: true,
    description: 'Census subject; null for a network around a job.',
  })
  subject!: OfficialCode | null;

  @Field(() => NetworkJoining, { description: 'How people come to it.' })
  joining!: NetworkJoining;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

export const NetworkConnection = connectionOf(Network);

@ObjectType({
  simpleResolvers: true,
  description: 'That a person belongs to a network, from a day.',
})
export class NetworkMembership {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'First day.' })
  joinedOn!: string;
}

export const NetworkMembershipConnection = connectionOf(NetworkMembership);

@InputType({ description: 'Which networks; all conditions given must hold.' })
export class NetworkFilter {
  @IsOptional()
  @MaxLength(10, { message: 'subjectCode is a census subject code' })
  @Field(() => String, { nullable: true, description: 'Census subject code.' })
  subjectCode?: string | null;

  @IsOptional()
  @MaxLength(100, { message: 'text has at most 100 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Each word is in the name or the purpose; case and accents do not matter.',
  })
  text?: string | null;

  @Field(() => NetworkJoining, { nullable: true, description: 'How people come to it.' })
  joining?: NetworkJoining | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Nobody leads it today, with or without a deputy who acts; or somebody does.',
  })
  needsLead?: boolean | null;
}

@ArgsType()
export class NetworksArgs extends ConnectionArgs {
  @IsOptional()
  @ValidateNested()
  @Field(() => NetworkFilter, { nullable: true, description: 'Which; all when not given.' })
  filter?: NetworkFilter | null;
}
