import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsEmail, IsOptional } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { AlreadyAMember } from '../network-joining/network-joining.types.ts';
import { AllianceDoesNotStand } from '../shared-network/shared-network.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'That somebody who does not belong to a network is invited to one of its meetings. They see the meeting and nothing else of the network.',
})
export class NetworkMeetingGuest {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The work e-mail by which somebody of an allied trust is invited.',
  })
  workEmail!: string | null;

  @Field(() => Date, { description: 'When they were invited.' })
  invitedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was taken back; null while it holds.',
  })
  withdrawnAt!: Date | null;
}

@InputType({
  description: 'Whom to invite to a meeting: a colleague, or somebody of an allied trust.',
})
export class InviteToNetworkMeetingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which meeting.' })
  meetingId!: string;

  @Field(() => ID, { nullable: true, description: 'Somebody who works in the trust.' })
  personId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The alliance with the trust of an ally.' })
  allianceId?: string | null;

  @IsOptional()
  @IsEmail({}, { message: 'workEmail is an e-mail address' })
  @Field(() => String, {
    nullable: true,
    description: 'The ally’s work e-mail. Whether somebody there has it is not told.',
  })
  workEmail?: string | null;
}

@InputType({ description: 'Which invitation to a meeting.' })
export class NetworkMeetingGuestInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the guest.' })
  id!: string;
}

@ObjectType({ implements: Refusal, description: 'The meeting is over or does not take place.' })
export class MeetingPast extends Refusal {
  constructor() {
    super('This meeting is over or was cancelled. Invite them to the next one.');
  }
}

export const InviteToNetworkMeetingResult = createUnionType({
  name: 'InviteToNetworkMeetingResult',
  description: 'The guest, or why nobody is invited.',
  types: () => [NetworkMeetingGuest, AlreadyAMember, AllianceDoesNotStand, MeetingPast] as const,
  resolveType: (value) =>
    value instanceof Refusal ? value.constructor.name : NetworkMeetingGuest.name,
});

export const WithdrawNetworkMeetingGuestResult = createUnionType({
  name: 'WithdrawNetworkMeetingGuestResult',
  description: 'The guest, who is no longer invited.',
  types: () => [NetworkMeetingGuest] as const,
  resolveType: () => NetworkMeetingGuest.name,
});
