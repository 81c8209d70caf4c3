import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import type { Context } from '../context.ts';
import {
  ApproveInstalmentInput,
  ChangeInstalmentResult,
  PlanInstalmentsInput,
  PlanInstalmentsResult,
  RecordEvidenceInput,
} from './instalment-change.types.ts';
import { instalmentList } from './instalment.queries.ts';
import type { InstalmentService } from './instalment.service.ts';
import { Instalment, InstalmentConnection, InstalmentStatus } from './instalment.types.ts';

@Resolver(() => Instalment)
export class InstalmentResolver {
  constructor(
    private readonly service: InstalmentService,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  @Requires('payment:approve')
  @Query(() => InstalmentConnection, {
    nullable: true,
    description: 'The trust’s instalments that are so far today, the earliest due first.',
  })
  instalments(
    @Arg('status', () => InstalmentStatus, { description: 'Such as `DUE`, to be approved.' })
    status: InstalmentStatus,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ) {
    const list = instalmentList(viewer, status, londonDay(this.clock()));
    return this.pages.of<Instalment>(viewer, list, args);
  }

  @Requires('award:read')
  @FieldResolver(() => Award, { nullable: true, description: 'The award that it belongs to.' })
  award(@Root() { awardId }: Instalment, @Ctx() { loaders }: Context) {
    return loaders.award.load(awardId);
  }

  @Requires('bursary:award')
  @Mutation(() => PlanInstalmentsResult, {
    nullable: true,
    description: 'Plans all instalments of an award; they come to what its lines have promised.',
  })
  planInstalments(
    @Arg('input', () => PlanInstalmentsInput, { description: 'The plan.' })
    input: PlanInstalmentsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.plan(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ChangeInstalmentResult, {
    nullable: true,
    description: 'Records that a milestone was reached or evidence shown: the instalment is due.',
  })
  recordEvidence(
    @Arg('input', () => RecordEvidenceInput, { description: 'Which, and what.' })
    input: RecordEvidenceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.recordEvidence(viewer, input);
  }

  @Requires('payment:approve')
  @Mutation(() => ChangeInstalmentResult, {
    nullable: true,
    description: 'Approves a payment that is due. Two people have to, neither of them who studies.',
  })
  approveInstalment(
    @Arg('input', () => ApproveInstalmentInput, { description: 'The instalment as it was read.' })
    input: ApproveInstalmentInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.approve(viewer, input);
  }
}

@Resolver(() => Award)
export class AwardInstalmentsResolver {
  @FieldResolver(() => [Instalment], {
    description: 'In the order in which they were planned; empty before.',
  })
  instalments(@Root() { id }: Award, @Ctx() { loaders }: Context) {
    return loaders.instalmentsOfAward.load(id);
  }
}
