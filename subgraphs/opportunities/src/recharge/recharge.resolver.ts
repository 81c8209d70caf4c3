import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Deployment } from '../deployment/deployment.types.ts';
import { School } from '../school/school.types.ts';
import type { PositionRow, RechargeRow } from './recharge.queries.ts';
import type { RechargeService } from './recharge.service.ts';
import {
  ConfirmLentDaysInput,
  ConfirmLentDaysResult,
  LendingPosition,
  LendingPositionArgs,
  Recharge,
  RechargeConnection,
  ReverseRechargeInput,
  ReverseRechargeResult,
} from './recharge.types.ts';

@Resolver(() => Recharge)
export class RechargeResolver {
  constructor(private readonly service: RechargeService) {}

  @Requires('spend:read')
  @Query(() => LendingPosition, {
    nullable: true,
    description:
      'What a school lent and borrowed in an academic year, for those who answer for it.',
  })
  lendingPosition(
    @Args(() => LendingPositionArgs) args: LendingPositionArgs,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.position(viewer, args);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ConfirmLentDaysResult, {
    nullable: true,
    description: 'Say that lent days were worked, for which the school that borrowed them owes.',
  })
  confirmLentDays(
    @Arg('input', () => ConfirmLentDaysInput, { description: 'Which.' })
    input: ConfirmLentDaysInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.confirm(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ReverseRechargeResult, {
    nullable: true,
    description: 'Take a recharge back, by one that mirrors it; for the school that is owed it.',
  })
  reverseRecharge(
    @Arg('input', () => ReverseRechargeInput, { description: 'Which, and why.' })
    input: ReverseRechargeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.reverse(viewer, input);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which owes it.' })
  debitSchool(@Root() { debitSchoolId }: RechargeRow): School {
    return { id: debitSchoolId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which is owed it.' })
  creditSchool(@Root() { creditSchoolId }: RechargeRow): School {
    return { id: creditSchoolId };
  }

  @FieldResolver(() => Deployment, { nullable: true, description: 'For what.' })
  deployment(@Root() { deploymentId }: RechargeRow, @Ctx() { loaders }: Context) {
    return loaders.deployment.load(deploymentId);
  }
}

@Resolver(() => LendingPosition)
export class LendingPositionResolver {
  @FieldResolver(() => School, { nullable: true, description: 'Whose it is.' })
  school(@Root() { schoolId }: PositionRow): School {
    return { id: schoolId };
  }

  @FieldResolver(() => RechargeConnection, {
    description: 'What it consists of, the latest first.',
  })
  recharges(
    @Root() { schoolId, academicYear }: PositionRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.recharges({ schoolId, academicYear }, args);
  }
}
