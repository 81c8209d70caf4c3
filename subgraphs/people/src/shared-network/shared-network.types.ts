import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { StaffRole } from '../assignment/assignment.types.ts';
import { OfficialCode } from '../official-code.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'What a network shows of a member to an allied trust, and all that it shows: name, role and school. Somebody with two posts has two.',
})
export class NetworkCard {
  @Field(() => String, { description: 'Of the member, to show.' })
  name!: string;

  @Field(() => StaffRole, { description: 'The main role of the post, list CS050.' })
  role!: StaffRole;

  @Field(() => String, { description: 'Name of the school.' })
  schoolName!: string;
}

export const NetworkCardConnection = connectionOf(NetworkCard);

@ObjectType({
  simpleResolvers: true,
  description: 'A network of an allied trust that it shares with the caller’s.',
})
export class SharedNetwork {
  @Field(() => ID, { description: 'Of the network.' })
  id!: string;

  @Field(() => String, { description: 'What its members call it.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  purpose!: string;

  @Field(() => OfficialCode, { nullable: true, description: 'Census subject, if of one.' })
  subject!: OfficialCode | null;

  @Field(() => Boolean, { description: 'Whether the caller is a guest in it.' })
  viewerBelongs!: boolean;
}

@InputType({ description: 'Which network, and with the trust of which alliance.' })
export class NetworkSharingInput extends IdempotentInput {
  @Field(() => ID, { description: 'A network of the caller’s trust.' })
  networkId!: string;

  @Field(() => ID, { description: 'An alliance of the caller’s trust.' })
  allianceId!: string;
}

@InputType({ description: 'Which network of an allied trust.' })
export class SharedNetworkInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the network.' })
  networkId!: string;
}

@ObjectType({
  implements: Refusal,
  description: 'Both trusts have to agree to the alliance first.',
})
export class AllianceDoesNotStand extends Refusal {
  constructor() {
    super('The alliance does not stand: both trusts have to agree to it first.');
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'That a network of one trust includes people of another.',
})
export class NetworkSharing {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Date, { description: 'Since when.' })
  sharedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended; null while it holds.' })
  endedAt!: Date | null;
}

export const ShareNetworkResult = createUnionType({
  name: 'ShareNetworkResult',
  description: 'That it is shared, or why it is not.',
  types: () => [NetworkSharing, AllianceDoesNotStand] as const,
  resolveType: (value) => (value instanceof Refusal ? value.constructor.name : NetworkSharing.name),
});

export const StopSharingNetworkResult = createUnionType({
  name: 'StopSharingNetworkResult',
  description: 'That it is no longer shared.',
  types: () => [NetworkSharing] as const,
  resolveType: () => NetworkSharing.name,
});

export const SharedNetworkResult = createUnionType({
  name: 'SharedNetworkResult',
  description: 'The network as the caller’s trust sees it.',
  types: () => [SharedNetwork] as const,
  resolveType: () => SharedNetwork.name,
});
