import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum NetworkTermRole {
  LEAD = 'LEAD',
  DEPUTY = 'DEPUTY',
}
registerEnumType(NetworkTermRole, {
  name: 'NetworkTermRole',
  description: 'What somebody does for a network for a time.',
  valuesConfig: {
    LEAD: { description: 'Leads it.' },
    DEPUTY: { description: 'Stands in for the lead, and acts where there is none.' },
  },
});

export enum NetworkLeadership {
  LED = 'LED',
  DEPUTY_ACTS = 'DEPUTY_ACTS',
  UNLED = 'UNLED',
}
registerEnumType(NetworkLeadership, {
  name: 'NetworkLeadership',
  description: 'Whether a network has somebody who leads it today.',
  valuesConfig: {
    LED: { description: 'It has a lead.' },
    DEPUTY_ACTS: { description: 'It has no lead and a deputy, who acts.' },
    UNLED: { description: 'It has neither: the term ended, or the lead left.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'That a member leads a network or is its deputy, from a day to a day. It holds no longer than they belong to the network and have a post in the trust.',
})
export class NetworkTerm {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => NetworkTermRole, { description: 'As what.' })
  role!: NetworkTermRole;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer holds; null when no end is set.',
  })
  endsOn!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Who leads somebody’s field: the lead of a network to which they belong. Beside their line manager, and often somebody else.',
})
export class ExpertLead {
  @Field(() => ID, { description: 'Of the term of office by which they lead.' })
  id!: string;
}

@InputType({ description: 'Who leads a network, or is its deputy, from when to when.' })
export class AppointToNetworkInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which network.' })
  networkId!: string;

  @Field(() => ID, { description: 'Which of its members.' })
  personId!: string;

  @Field(() => NetworkTermRole, { description: 'As what.' })
  role!: NetworkTermRole;

  @Field(() => Day, { description: 'First day; not one that has passed.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer holds.' })
  endsOn!: string;
}

@InputType({ description: 'When a term of office ends instead.' })
export class EndNetworkTermInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which term.' })
  id!: string;

  @Field(() => Day, {
    description: 'First day on which it no longer holds; today or later, and after it began.',
  })
  endsOn!: string;
}

@ObjectType({
  implements: Refusal,
  description: 'Somebody else leads the network, or is its deputy, on some of those days.',
})
export class TermsOverlap extends Refusal {
  @Field(() => NetworkTerm, { description: 'The first term in the way.' })
  readonly term: NetworkTerm;

  constructor(term: NetworkTerm) {
    super('Somebody else has that place on some of those days. End their term first.');
    this.term = term;
  }
}

@ObjectType({ implements: Refusal, description: 'The person does not belong to the network.' })
export class NotAMember extends Refusal {
  constructor() {
    super('Only members can lead a network or be its deputy.');
  }
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : NetworkTerm.name;

export const AppointToNetworkResult = createUnionType({
  name: 'AppointToNetworkResult',
  description: 'The term of office, or why there is none.',
  types: () => [NetworkTerm, TermsOverlap, NotAMember] as const,
  resolveType: whichType,
});

export const EndNetworkTermResult = createUnionType({
  name: 'EndNetworkTermResult',
  description: 'The term with its new end.',
  types: () => [NetworkTerm] as const,
  resolveType: whichType,
});
