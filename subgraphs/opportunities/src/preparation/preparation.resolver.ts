import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import {
  CancelPreparationInput,
  CancelPreparationResult,
  GivePreparationPlaceUpResult,
  OfferPreparationInput,
  OfferPreparationResult,
  PreparationPlaceInput,
  TakePreparationPlaceResult,
} from './preparation-change.types.ts';
import type { PreparationPlaceService } from './preparation-place.service.ts';
import type { PreparationPlaceRow, PreparationRow } from './preparation.queries.ts';
import type { PreparationService } from './preparation.service.ts';
import {
  PreparationOffer,
  PreparationOfferConnection,
  PreparationPlace,
  PreparationPlaceConnection,
} from './preparation.types.ts';

const which = { description: 'Of what.' };

@Resolver(() => PreparationOffer)
export class PreparationResolver {
  constructor(
    private readonly service: PreparationService,
    private readonly places: PreparationPlaceService,
  ) {}

  @Requires('opportunity:publish')
  @Mutation(() => OfferPreparationResult, {
    nullable: true,
    description: 'Offer help to get ready to everybody whom an opportunity is for.',
  })
  offerPreparation(
    @Arg('input', () => OfferPreparationInput, { description: 'For what, and what.' })
    input: OfferPreparationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.offer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => CancelPreparationResult, {
    nullable: true,
    description: 'Say that help is off.',
  })
  cancelPreparation(
    @Arg('input', () => CancelPreparationInput, { description: 'Which help.' })
    input: CancelPreparationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.cancel(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => TakePreparationPlaceResult, {
    nullable: true,
    description: 'Take a place for oneself. Nobody’s consent is needed, and no panel hears of it.',
  })
  takePreparationPlace(
    @Arg('input', () => PreparationPlaceInput, which) input: PreparationPlaceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.places.take(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => GivePreparationPlaceUpResult, {
    nullable: true,
    description: 'Give one’s place up; it is free for others at once.',
  })
  givePreparationPlaceUp(
    @Arg('input', () => PreparationPlaceInput, which) input: PreparationPlaceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.places.giveUp(viewer, input);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'For what it prepares.' })
  opportunity(@Root() { opportunityId }: PreparationRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => PreparationPlace, {
    nullable: true,
    description: 'The caller’s own place; null when they have none.',
  })
  myPlace(@Root() { id }: PreparationRow, @Ctx() { loaders }: Context) {
    return loaders.ownPreparationPlace.load(id);
  }

  @Requires('opportunity:publish')
  @FieldResolver(() => PreparationPlaceConnection, {
    nullable: true,
    description:
      'Who takes part, in no order that means anything, for those who answer for the school. Members of the opportunity’s panel find nobody until its shortlist is locked.',
  })
  participants(
    @Root() { id }: PreparationRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.participantsOf.load(id, args);
  }
}

@Resolver(() => PreparationPlace)
export class PreparationPlaceResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: PreparationPlaceRow): Person {
    return { id: personId };
  }
}

@Resolver(() => Opportunity)
export class PreparationOfOpportunityResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => PreparationOfferConnection, {
    nullable: true,
    description: 'What helps to get ready for it, the first offered first.',
  })
  preparationOffers(
    @Root() { id }: Opportunity,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.preparationsOf.load(id, args);
  }
}
