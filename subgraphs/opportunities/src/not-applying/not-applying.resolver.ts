import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import type { NotApplyingService } from './not-applying.service.ts';
import {
  ReasonNotToApply,
  ReasonsNotApplied,
  SayWhyNotApplyingInput,
  SayWhyNotApplyingResult,
  TakeReasonBackInput,
  TakeReasonBackResult,
} from './not-applying.types.ts';

@Resolver(() => Opportunity)
export class NotApplyingResolver {
  constructor(private readonly service: NotApplyingService) {}

  @Requires('opportunity:apply')
  @Mutation(() => SayWhyNotApplyingResult, {
    nullable: true,
    description:
      'Say why one does not apply, if one likes. Nobody reads whose reason it is; it goes when one applies after all.',
  })
  sayWhyNotApplying(
    @Arg('input', () => SayWhyNotApplyingInput, { description: 'For what, and why.' })
    input: SayWhyNotApplyingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.say(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => TakeReasonBackResult, {
    nullable: true,
    description: 'Take back why one does not apply.',
  })
  takeReasonBack(
    @Arg('input', () => TakeReasonBackInput, { description: 'Of what.' })
    input: TakeReasonBackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.takeBack(viewer, input);
  }

  @Requires('opportunity:publish')
  @Query(() => ReasonsNotApplied, {
    nullable: true,
    description:
      'Why people did not apply for what closed in an academic year, in all of the trust: for those who answer for all schools, null for others.',
  })
  reasonsNotAppliedIn(
    @Arg('academicYear', () => Int, {
      description: 'The year it starts: 2025 is 1 Sept 2025 to 31 Aug 2026.',
    })
    academicYear: number,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.reasonsNotAppliedIn(academicYear);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ReasonNotToApply, {
    nullable: true,
    description: 'Why the caller does not apply, as they said; null when they did not say.',
  })
  myReasonNotToApply(@Root() { id }: OpportunityRow, @Ctx() { loaders }: Context) {
    return loaders.ownReasonNotToApply.load(id);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ReasonsNotApplied, {
    nullable: true,
    description:
      'Why people did not apply, once it takes no more applications, for those who answer for the school; null before, and for others.',
  })
  reasonsNotApplied(@Root() opportunity: OpportunityRow, @Ctx() { loaders }: Context) {
    return loaders.reasonsNotAppliedFor(opportunity);
  }
}
