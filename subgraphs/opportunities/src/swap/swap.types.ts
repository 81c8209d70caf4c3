import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

/** Where a swap stands on a day. */
export enum SwapState {
  FOUND = 'FOUND',
  SUPERSEDED = 'SUPERSEDED',
  PROPOSED = 'PROPOSED',
  PEOPLE_AGREED = 'PEOPLE_AGREED',
  HEADS_AGREED = 'HEADS_AGREED',
  COVER_PLANNED = 'COVER_PLANNED',
  CLEARED = 'CLEARED',
  SCHEDULED = 'SCHEDULED',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  COMPLETED = 'COMPLETED',
  ENDED_EARLY = 'ENDED_EARLY',
  CANCELLED = 'CANCELLED',
}

registerEnumType(SwapState, {
  name: 'SwapState',
  description: 'Where a swap stands today: never further than the last of its legs.',
  valuesConfig: {
    FOUND: { description: 'A matching found it; nobody has taken it up.' },
    SUPERSEDED: { description: 'A later matching was made before anybody took it up.' },
    PROPOSED: { description: 'Somebody took it up; not all whom it moves have agreed.' },
    PEOPLE_AGREED: { description: 'All whom it moves have agreed; not all heads have.' },
    HEADS_AGREED: { description: 'All heads have agreed; the cover of some leg is not planned.' },
    COVER_PLANNED: { description: 'Cover is planned; some clearance or other part is missing.' },
    CLEARED: { description: 'Nothing is missing; it can be scheduled.' },
    SCHEDULED: { description: 'All legs are firm and none has begun.' },
    ACTIVE: { description: 'All legs run.' },
    SUSPENDED: { description: 'A check of one person does not hold, so that no leg runs.' },
    COMPLETED: { description: 'It ran to its end.' },
    ENDED_EARLY: { description: 'It ended before its time.' },
    CANCELLED: { description: 'One gave it up, and with that all did; the wishes are open again.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Two, three or four people who take each other’s places for a time.',
})
export class Swap {
  @Field(() => ID, { description: 'Opaque; also the `agreementId` of its placements.' })
  id!: string;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which it is over.' })
  endsOn!: string;

  @Field(() => Int, {
    description: 'How well it suits those whom it moves: at most 100 for each of them.',
  })
  points!: number;

  @Field(() => SwapState, { description: 'Where it stands today.' })
  state!: SwapState;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What one person of a swap does: they take the place of the next.',
})
export class SwapLeg {
  @Field(() => Int, { description: 'Its place in the ring, from 1.' })
  number!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'One search for swaps among all open wishes. It moves as many people as can be and, among such choices, suits them best; equals are told apart by lots that anybody of the people team can draw again.',
})
export class SwapMatching {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Date, { description: 'When.' })
  madeAt!: Date;

  @Field(() => String, {
    description: 'Of the lottery: the same seed and wishes come out the same.',
  })
  seed!: string;

  @Field(() => Int, { description: 'Of how many wishes.' })
  wishes!: number;

  @Field(() => Int, { description: 'How many people it moves.' })
  people!: number;

  @Field(() => Int, { description: 'No choice of swaps moves more people than this.' })
  mostPeople!: number;

  @Field(() => Int, { description: 'How well it suits them together.' })
  points!: number;

  @Field(() => Boolean, {
    description: 'Whether it is proven that none moves more people, nor as many with more points.',
  })
  isBest!: boolean;
}

export const SwapMatchingConnection = connectionOf(SwapMatching);
export const SwapConnection = connectionOf(Swap);

@InputType({ description: 'Nothing is chosen by whoever asks for a matching.' })
export class MatchSwapsInput extends IdempotentInput {}

@InputType({ description: 'Which swap is taken up.' })
export class PrepareSwapInput extends IdempotentInput {
  @Field(() => ID, { description: 'The swap.' })
  id!: string;
}

@ObjectType({ implements: Refusal, description: 'The swap is no longer there to be taken up.' })
export class SwapGone extends Refusal {
  constructor() {
    super('A wish of the swap was changed, taken back or is met otherwise. Match again.');
  }
}

export const PrepareSwapResult = createUnionType({
  name: 'PrepareSwapResult',
  description: 'The swap with all its legs to be prepared, or why there is none.',
  types: () => [Swap, SwapGone] as const,
  resolveType: (value: object) => (value instanceof Refusal ? value.constructor.name : Swap.name),
});
