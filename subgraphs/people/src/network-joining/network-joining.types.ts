import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Length, MaxLength, IsOptional } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { Network, NetworkJoining, NetworkMembership } from '../network/network.types.ts';

export enum NetworkInvitationState {
  OPEN = 'OPEN',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
}
registerEnumType(NetworkInvitationState, {
  name: 'NetworkInvitationState',
  description: 'What became of an invitation to a network.',
  valuesConfig: {
    OPEN: { description: 'It waits for an answer.' },
    ACCEPTED: { description: 'The person joined.' },
    DECLINED: { description: 'The person did not want to.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'That somebody is asked to join a network.' })
export class NetworkInvitation {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Date, { description: 'When they were asked.' })
  invitedAt!: Date;

  @Field(() => NetworkInvitationState, { description: 'What became of it.' })
  state!: NetworkInvitationState;
}

@InputType({ description: 'Which network.' })
export class NetworkInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which network.' })
  networkId!: string;
}

@InputType({ description: 'Who is asked to join which network.' })
export class InviteToNetworkInput extends NetworkInput {
  @Field(() => ID, { description: 'Somebody who works in the trust.' })
  personId!: string;
}

@InputType({ description: 'What somebody says to an invitation.' })
export class AnswerNetworkInvitationInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which invitation.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether they join.' })
  accept!: boolean;
}

@InputType({ description: 'What a network is.' })
export class CreateNetworkInput extends IdempotentInput {
  @Length(1, 100, { message: 'name has 1 to 100 characters' })
  @Field(() => String, { description: 'What its members call it, 1 to 100 characters.' })
  name!: string;

  @Length(1, 500, { message: 'purpose has 1 to 500 characters' })
  @Field(() => String, { description: 'What it is for, 1 to 500 characters.' })
  purpose!: string;

  @IsOptional()
  @MaxLength(10, { message: 'subjectCode is a census subject code' })
  @Field(() => String, {
    nullable: true,
    description: 'Census subject code; none for a network around a job.',
  })
  subjectCode?: string | null;

  @Field(() => NetworkJoining, { description: 'How people come to it.' })
  joining!: NetworkJoining;
}

@InputType({ description: 'What a network is from now on, all of it.' })
export class ChangeNetworkInput extends CreateNetworkInput {
  @Field(() => ID, { description: 'Which network.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@ObjectType({ implements: Refusal, description: 'One joins the network by invitation.' })
export class ByInvitationOnly extends Refusal {
  constructor() {
    super('One joins this network by invitation. Ask whoever leads it.');
  }
}

@ObjectType({ implements: Refusal, description: 'The person belongs to the network already.' })
export class AlreadyAMember extends Refusal {
  constructor() {
    super('They belong to this network already.');
  }
}

@ObjectType({ implements: Refusal, description: 'The invitation has been answered.' })
export class InvitationAnswered extends Refusal {
  @Field(() => NetworkInvitationState, { description: 'With what.' })
  readonly state: NetworkInvitationState;

  constructor(state: NetworkInvitationState) {
    super('This invitation has been answered already.');
    this.state = state;
  }
}

const named = (name: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : name;

export const JoinNetworkResult = createUnionType({
  name: 'JoinNetworkResult',
  description: 'The membership, or why there is none.',
  types: () => [NetworkMembership, ByInvitationOnly] as const,
  resolveType: named(NetworkMembership.name),
});

export const LeaveNetworkResult = createUnionType({
  name: 'LeaveNetworkResult',
  description: 'The network that was left.',
  types: () => [Network] as const,
  resolveType: () => Network.name,
});

export const InviteToNetworkResult = createUnionType({
  name: 'InviteToNetworkResult',
  description: 'The invitation, or why there is none.',
  types: () => [NetworkInvitation, AlreadyAMember] as const,
  resolveType: named(NetworkInvitation.name),
});

export const AnswerNetworkInvitationResult = createUnionType({
  name: 'AnswerNetworkInvitationResult',
  description: 'The invitation with its answer, or that it had one.',
  types: () => [NetworkInvitation, InvitationAnswered] as const,
  resolveType: named(NetworkInvitation.name),
});

export const ChangeNetworkResult = createUnionType({
  name: 'ChangeNetworkResult',
  description: 'The network as it is now.',
  types: () => [Network] as const,
  resolveType: () => Network.name,
});
