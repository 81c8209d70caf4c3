import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionTooEarly } from '../fairness/fairness.types.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { OwnOnly } from '../application/application-change.types.ts';
import { ApplicationState } from '../application/application-state.types.ts';
import { SeatDaysOtherwise, SeatNotForThem } from '../cohort/cohort-change.types.ts';
import { Application } from '../application/application.types.ts';
import { SeatNotToBeHad } from '../project/project-change.types.ts';

@InputType({ description: 'Which application is meant, as it was last read.' })
export class MoveApplicationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The application.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Whom a place is offered, and for when.' })
export class OfferPlaceInput extends MoveApplicationInput {
  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; not given when it is for good.',
  })
  endsOn?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A place that somebody is offered.' })
export class Offer {
  @Field(() => Date, { description: 'When it was made.' })
  offeredAt!: Date;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer runs; null when it is for good.',
  })
  endsOn!: string | null;
}

@ObjectType({
  implements: Refusal,
  description: 'From where the application stands it cannot go there.',
})
export class ApplicationNotMovable extends Refusal {
  @Field(() => ApplicationState, { description: 'Where it stands.' })
  readonly from: ApplicationState;

  @Field(() => [ApplicationState], { description: 'Where it may go from there.' })
  readonly legal: readonly ApplicationState[];

  constructor(from: ApplicationState, legal: readonly ApplicationState[]) {
    const where = legal.length === 0 ? 'nowhere' : legal.join(', ');
    super(`The application is ${from}; from there it goes ${where}.`);
    this.from = from;
    this.legal = legal;
  }
}

@ObjectType({ implements: Refusal, description: 'Nobody is chosen for the opportunity now.' })
export class NotChoosing extends Refusal {
  @Field(() => OpportunityState, { description: 'Where the opportunity stands.' })
  readonly state: OpportunityState;

  constructor(state: OpportunityState) {
    super(`The opportunity is ${state}: nobody is chosen for it now.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'No panel has locked a shortlist.' })
export class ShortlistOpen extends Refusal {
  constructor() {
    super(
      'Nobody is chosen or turned down before a panel has locked its shortlist, be there only one.',
    );
  }
}

@ObjectType({ implements: Refusal, description: 'All places are offered or taken.' })
export class NoPlaceFree extends Refusal {
  @Field(() => Int, { description: 'How many places there are.' })
  readonly places: number;

  constructor(places: number) {
    super('All places are offered or taken. Put the application on the waiting list instead.');
    this.places = places;
  }
}

@ObjectType({ implements: Refusal, description: 'The offer ends before it begins.' })
export class OfferEndsTooEarly extends Refusal {
  @Field(() => Day, { description: 'The first day that was given.' })
  readonly startsOn: string;

  constructor(startsOn: string) {
    super('The offer has to run for at least a day.');
    this.startsOn = startsOn;
  }
}

@ObjectType({
  implements: Refusal,
  description: 'Acting is for others, or for less time, than that.',
})
export class ActingNotAsApproved extends Refusal {
  constructor() {
    super('Acting ends when it was approved to end, and whoever approved it does not act.');
  }
}

@ObjectType({ implements: Refusal, description: 'The person has left the trust meanwhile.' })
export class HasLeft extends Refusal {
  constructor() {
    super('Somebody who has left the trust takes no place in it.');
  }
}

@ObjectType({ implements: Refusal, description: 'An adviser comes from another school.' })
export class AdvisesOwnSchool extends Refusal {
  constructor() {
    super('Somebody advises another school than that of their main post.');
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Application.name;

export const ChooseApplicationResult = createUnionType({
  name: 'ChooseApplicationResult',
  description: 'The application where it stands now, or why it stays where it was.',
  types: () =>
    [
      ...[Application, ApplicationNotMovable, NotChoosing, ShortlistOpen, DecisionTooEarly],
      ...[SeatNotForThem, SeatDaysOtherwise],
    ] as const,
  resolveType: resultType,
});

export const OfferPlaceResult = createUnionType({
  name: 'OfferPlaceResult',
  description: 'The application, OFFERED, or why no offer was made.',
  types: () =>
    [
      ...[Application, ApplicationNotMovable, NotChoosing, ShortlistOpen, DecisionTooEarly],
      ...[NoPlaceFree, OfferEndsTooEarly, ActingNotAsApproved, HasLeft, AdvisesOwnSchool],
      ...[SeatNotToBeHad, SeatNotForThem, SeatDaysOtherwise],
    ] as const,
  resolveType: resultType,
});

export const AnswerOfferResult = createUnionType({
  name: 'AnswerOfferResult',
  description: 'The application with the answer, or why it was not taken.',
  types: () =>
    [
      ...[Application, ApplicationNotMovable, NotChoosing, OwnOnly, DecisionTooEarly],
      ...[SeatNotToBeHad, SeatNotForThem],
    ] as const,
  resolveType: resultType,
});
