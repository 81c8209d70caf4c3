import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  BursaryApplicationVersionInput,
  ChangeBursaryApplicationResult,
  CommentOnBursaryApplicationInput,
  DraftBursaryApplicationInput,
  GiveBursaryFeedbackInput,
  OfferBursaryInput,
  OfferBursaryResult,
} from './bursary-application-change.types.ts';
import type { BursaryApplicationService } from './bursary-application.service.ts';
import type { BursaryOfferService } from './bursary-offer.service.ts';

@Resolver()
export class BursaryApplicationChangeResolver {
  constructor(
    private readonly applications: BursaryApplicationService,
    private readonly offers: BursaryOfferService,
  ) {}

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'Writes a draft, seen by its writer alone.',
  })
  draftBursaryApplication(
    @Arg('input', () => DraftBursaryApplicationInput, { description: 'Which, and what.' })
    input: DraftBursaryApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.draft(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'Hands a draft in.',
  })
  submitBursaryApplication(
    @Arg('input', () => BursaryApplicationVersionInput, { description: 'Which, and what.' })
    input: BursaryApplicationVersionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.submit(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'Takes one’s own application back.',
  })
  withdrawBursaryApplication(
    @Arg('input', () => BursaryApplicationVersionInput, { description: 'Which, and what.' })
    input: BursaryApplicationVersionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.withdraw(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'Puts one’s own application off to a later round.',
  })
  deferBursaryApplication(
    @Arg('input', () => BursaryApplicationVersionInput, { description: 'Which, and what.' })
    input: BursaryApplicationVersionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.defer(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'A line manager comments; it helps, and decides nothing.',
  })
  commentOnBursaryApplication(
    @Arg('input', () => CommentOnBursaryApplicationInput, { description: 'Which, and what.' })
    input: CommentOnBursaryApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.comment(viewer, input);
  }

  @Requires('study:manage')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description: 'Gives feedback to somebody without an offer.',
  })
  giveBursaryFeedback(
    @Arg('input', () => GiveBursaryFeedbackInput, { description: 'Which, and what.' })
    input: GiveBursaryFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.giveFeedback(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => OfferBursaryResult, {
    nullable: true,
    description: 'Offers an award to the next in the order of a locked round.',
  })
  offerBursary(
    @Arg('input', () => OfferBursaryInput, { description: 'Which, and what.' })
    input: OfferBursaryInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.offers.offer(viewer, input);
  }
}
