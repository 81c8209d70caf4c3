import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { ApplicationRow } from '../application/application.queries.ts';
import { Application } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import type { AnsweringService } from './answering.service.ts';
import {
  AnswerOfferResult,
  ChooseApplicationResult,
  MoveApplicationInput,
  Offer,
  OfferPlaceInput,
  OfferPlaceResult,
} from './choosing-change.types.ts';
import type { ChoosingService } from './choosing.service.ts';

const which = { description: 'Which application.' };

@Resolver(() => Application)
export class ChoosingResolver {
  constructor(
    private readonly choosing: ChoosingService,
    private readonly answering: AnsweringService,
  ) {}

  @Requires('opportunity:publish')
  @Mutation(() => ChooseApplicationResult, {
    nullable: true,
    description: 'Ask somebody to be heard, once the panel has locked its shortlist.',
  })
  inviteToInterview(
    @Arg('input', () => MoveApplicationInput, which) input: MoveApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.choosing.invite(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ChooseApplicationResult, {
    nullable: true,
    description:
      'Keep somebody for a place that becomes free; it is then offered in the panel’s order.',
  })
  waitlistApplication(
    @Arg('input', () => MoveApplicationInput, which) input: MoveApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.choosing.waitlist(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ChooseApplicationResult, {
    nullable: true,
    description: 'Say no to somebody. They are owed feedback then.',
  })
  turnDownApplication(
    @Arg('input', () => MoveApplicationInput, which) input: MoveApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.choosing.turnDown(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => OfferPlaceResult, {
    nullable: true,
    description: 'Offer somebody one of the places that are left, for the days given.',
  })
  offerPlace(
    @Arg('input', () => OfferPlaceInput, { description: 'To whom, and for when.' })
    input: OfferPlaceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.choosing.offer(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => AnswerOfferResult, {
    nullable: true,
    description: 'Take the place that one was offered, which makes a placement.',
  })
  acceptOffer(
    @Arg('input', () => MoveApplicationInput, which) input: MoveApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.answering.accept(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => AnswerOfferResult, {
    nullable: true,
    description: 'Leave the place that one was offered to the next on the waiting list.',
  })
  declineOffer(
    @Arg('input', () => MoveApplicationInput, which) input: MoveApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.answering.decline(viewer, input);
  }

  @FieldResolver(() => Offer, {
    nullable: true,
    description: 'The place that is offered, or was taken; null when there is none.',
  })
  offer(@Root() { offeredAt, offerStartsOn, offerEndsOn }: ApplicationRow): Offer | null {
    if (offeredAt === null || offerStartsOn === null) return null;
    return { offeredAt, startsOn: offerStartsOn, endsOn: offerEndsOn };
  }
}
