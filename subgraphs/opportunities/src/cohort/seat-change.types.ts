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
import { SeatNotForThem } from './cohort-change.types.ts';
import { SeatTerm, SeatTermState } from './cohort.types.ts';

/** Where an offer to somebody on the reserve list stands. */
export enum SeatOfferState {
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  LAPSED = 'LAPSED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(SeatOfferState, {
  name: 'SeatOfferState',
  description: 'Where an offer to somebody on the reserve list stands.',
  valuesConfig: {
    OFFERED: { description: 'They have not answered.' },
    ACCEPTED: { description: 'They took the seat.' },
    DECLINED: { description: 'They did not; they stay on the list for others.' },
    LAPSED: { description: 'They had not answered in time, and the seat went on to the next.' },
    WITHDRAWN: { description: 'They left the list, or the seat is not free after all.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'A seat that fell free in mid-term, offered to the next on the reserve list for the remainder. For that person and those who run the cohort.',
})
export class SeatOffer {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which they would sit no more.' })
  endsOn!: string;

  @Field(() => Boolean, { description: 'Whether somebody comes back whose term rests meanwhile.' })
  standsIn!: boolean;

  @Field(() => Day, { description: 'The last day for an answer; then the next may be asked.' })
  answerBy!: string;

  @Field(() => SeatOfferState, { description: 'Where it stands.' })
  state!: SeatOfferState;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

/** Where somebody on the reserve list stands. */
export enum ReserveState {
  WAITING = 'WAITING',
  TAKEN = 'TAKEN',
  GIVEN_UP = 'GIVEN_UP',
}

registerEnumType(ReserveState, {
  name: 'ReserveState',
  description: 'Where somebody on a reserve list stands.',
  valuesConfig: {
    WAITING: { description: 'Next, in the list’s order, when a seat falls free.' },
    TAKEN: { description: 'They have a seat.' },
    GIVEN_UP: { description: 'They left the list.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody whom a panel kept for seats that fall free in mid-term. For themselves and those who run the cohort.',
})
export class ReservePlace {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Their place in the panel’s order.' })
  place!: number | null;

  @Field(() => Day, { description: 'First day on which the list is good for nothing any more.' })
  until!: string;

  @Field(() => ReserveState, { description: 'Where they stand.' })
  state!: ReserveState;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@InputType({ description: 'Whether somebody takes the seat that they were offered.' })
export class AnswerSeatOfferInput extends IdempotentInput {
  @Field(() => ID, { description: 'The offer.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => Boolean, { description: 'Yes or no.' })
  takesIt!: boolean;
}

@InputType({ description: 'Which seat is offered to the next on the reserve list.' })
export class OfferVacantSeatInput extends IdempotentInput {
  @Field(() => ID, { description: 'The seat.' })
  seatId!: string;
}

@InputType({ description: 'Who leaves a reserve list.' })
export class LeaveReserveListInput extends IdempotentInput {
  @Field(() => ID, { description: 'Their place on it.' })
  id!: string;
}

@InputType({ description: 'Whose term ends before its time.' })
export class GiveUpSeatInput extends IdempotentInput {
  @Field(() => ID, { description: 'The term.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => Day, { description: 'First day on which they sit no more; not before today.' })
  from!: string;
}

@InputType({ description: 'When a term rests. Nobody asks why.' })
export class RestSeatTermInput extends IdempotentInput {
  @Field(() => ID, { description: 'The term.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => Day, { description: 'First day, not before today.' })
  from!: string;

  @Field(() => Day, { description: 'First day on which they sit again.' })
  until!: string;
}

@InputType({
  description: 'When somebody comes back earlier than was said; for longer, it rests anew.',
})
export class ResumeSeatTermInput extends IdempotentInput {
  @Field(() => ID, { description: 'The term.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => Day, { description: 'First day on which they sit again, not before today.' })
  on!: string;
}

@ObjectType({ implements: Refusal, description: 'Where the term stands this is not done.' })
export class SeatTermNotChangeable extends Refusal {
  @Field(() => SeatTermState, { description: 'Where it stands.' })
  readonly state: SeatTermState;

  constructor(state: SeatTermState) {
    super(`The term is ${state}; this is done while it is to come or runs.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The days are not within what is left of it.' })
export class SeatTermDaysUnclear extends Refusal {
  @Field(() => Day, { description: 'The first day that could be given.' })
  readonly earliestOn: string;

  @Field(() => Day, { description: 'The day before which it must be.' })
  readonly before: string;

  constructor(earliestOn: string, before: string) {
    super(`Give days from ${earliestOn} on and before ${before}.`);
    this.earliestOn = earliestOn;
    this.before = before;
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody stands in until a later day.' })
export class SeatLentMeanwhile extends Refusal {
  @Field(() => Day, { description: 'First day on which the seat is theirs again.' })
  readonly until: string;

  constructor(until: string) {
    super(`Somebody was promised to stand in until ${until}. The seat is theirs again from then.`);
    this.until = until;
  }
}

@ObjectType({ implements: Refusal, description: 'The offer has been answered, or lapsed.' })
export class SeatOfferOver extends Refusal {
  @Field(() => SeatOfferState, { description: 'Where it stands.' })
  readonly state: SeatOfferState;

  constructor(state: SeatOfferState) {
    super(`The offer is ${state}.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The seat is not free in mid-term.' })
export class SeatNotVacant extends Refusal {
  constructor() {
    super('The seat is taken, offered or announced, or free for less than four weeks.');
  }
}

@ObjectType({ implements: Refusal, description: 'Nobody is left on the reserve list.' })
export class ReserveListExhausted extends Refusal {
  constructor() {
    super('Nobody on the reserve list can have this seat. Announce it to everybody instead.');
  }
}

const typeOr = (name: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : name;

export const AnswerSeatOfferResult = createUnionType({
  name: 'AnswerSeatOfferResult',
  description: 'The offer with the answer, or why it was not taken.',
  types: () => [SeatOffer, SeatOfferOver, SeatNotForThem] as const,
  resolveType: typeOr(SeatOffer.name),
});

export const OfferVacantSeatResult = createUnionType({
  name: 'OfferVacantSeatResult',
  description: 'The offer to the next on the reserve list, or why there is none.',
  types: () => [SeatOffer, SeatNotVacant, ReserveListExhausted] as const,
  resolveType: typeOr(SeatOffer.name),
});

export const ChangeSeatTermResult = createUnionType({
  name: 'ChangeSeatTermResult',
  description: 'The term as it is now, or why it stays as it was.',
  types: () => [SeatTerm, SeatTermNotChangeable, SeatTermDaysUnclear, SeatLentMeanwhile] as const,
  resolveType: typeOr(SeatTerm.name),
});
