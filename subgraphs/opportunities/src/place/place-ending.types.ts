import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Field, Int, ObjectType } from 'type-graphql';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';

@ObjectType({ implements: Refusal, description: 'Not everybody who applied has been answered.' })
export class ApplicantsWaiting extends Refusal {
  @Field(() => Int, {
    description: 'Applications without a decision, or with an offer unanswered.',
  })
  readonly undecided: number;

  @Field(() => Int, { description: 'People who were not chosen and have had no feedback.' })
  readonly feedbackOwed: number;

  constructor(undecided: number, feedbackOwed: number) {
    super('Everybody who applied is answered first, and those not chosen have feedback.');
    this.undecided = undecided;
    this.feedbackOwed = feedbackOwed;
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody took a place of it.' })
export class SomebodyPlaced extends Refusal {
  @Field(() => Int, { description: 'How many places were taken.' })
  readonly taken: number;

  constructor(taken: number) {
    super('Places of it were taken: it ended filled, or filled in part.');
    this.taken = taken;
  }
}

@ObjectType({
  implements: Refusal,
  description: 'Other than that many places are taken, so it ends otherwise.',
})
export class EndsOtherwise extends Refusal {
  @Field(() => Int, { description: 'How many places there are.' })
  readonly places: number;

  @Field(() => Int, { description: 'How many of them are taken.' })
  readonly taken: number;

  @Field(() => OpportunityState, { description: 'How it ends as things are.' })
  readonly as: OpportunityState;

  constructor(places: number, taken: number, as: OpportunityState) {
    super(`Of ${String(places)} places ${String(taken)} are taken, so it ends ${as}.`);
    this.places = places;
    this.taken = taken;
    this.as = as;
  }
}
