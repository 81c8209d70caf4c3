import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import { Person } from '../award/person.types.ts';
import type { Context } from '../context.ts';
import { clawbackList, leaverList } from './clawback.queries.ts';
import type { ClawbackService } from './clawback.service.ts';
import {
  ChangeClawbackResult,
  Clawback,
  ClawbackConnection,
  ClawbackReasonInput,
  ClawbackStatus,
  LeaverWithTieIn,
  LeaverWithTieInConnection,
  RecordRepaymentInput,
  WaiveClawbackInput,
} from './clawback.types.ts';

const input = { description: 'The clawback as it was read.' };

@Resolver(() => Clawback)
export class ClawbackResolver {
  constructor(
    private readonly service: ClawbackService,
    private readonly pages: Pages,
  ) {}

  @Requires('clawback:manage')
  @Query(() => ClawbackConnection, {
    nullable: true,
    description: 'What people who left owe, the latest leaver first.',
  })
  clawbacks(
    @Arg('status', () => ClawbackStatus, { nullable: true, description: 'All when not given.' })
    status: ClawbackStatus | null,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ) {
    return this.pages.of<Clawback>(viewer, clawbackList(viewer, 'clawbacks', status), args);
  }

  @Requires('clawback:manage')
  @Query(() => LeaverWithTieInConnection, {
    nullable: true,
    description: 'Who leaves before a day and before a tie-in of theirs ends, the first first.',
  })
  leaversWithTieIn(
    @Arg('leavingBefore', () => Day, { description: 'The day.' }) leavingBefore: string,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ) {
    return this.pages.of<LeaverWithTieIn>(viewer, leaverList(viewer, leavingBefore), args);
  }

  @Requires('study:read')
  @Mutation(() => ChangeClawbackResult, {
    nullable: true,
    description: 'The person says that what they are said to owe is wrong.',
  })
  disputeClawback(
    @Arg('input', () => ClawbackReasonInput, input) given: ClawbackReasonInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.dispute(viewer, given);
  }

  @Requires('clawback:manage')
  @Mutation(() => ChangeClawbackResult, {
    nullable: true,
    description: 'It is to be repaid, as was worked out.',
  })
  agreeClawback(
    @Arg('input', () => ClawbackReasonInput, input) given: ClawbackReasonInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.agree(viewer, given);
  }

  @Requires('clawback:manage')
  @Mutation(() => ChangeClawbackResult, {
    nullable: true,
    description: 'It is not asked for, by the trust’s policy.',
  })
  waiveClawback(
    @Arg('input', () => WaiveClawbackInput, input) given: WaiveClawbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.waive(viewer, given);
  }

  @Requires('clawback:manage')
  @Mutation(() => ChangeClawbackResult, {
    nullable: true,
    description: 'It was asked for, and is given up.',
  })
  writeOffClawback(
    @Arg('input', () => ClawbackReasonInput, input) given: ClawbackReasonInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.writeOff(viewer, given);
  }

  @Requires('clawback:manage')
  @Mutation(() => ChangeClawbackResult, {
    nullable: true,
    description: 'The person repaid something; it goes back to the funds that had paid.',
  })
  recordRepayment(
    @Arg('input', () => RecordRepaymentInput, input) given: RecordRepaymentInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.recordRepayment(viewer, given);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who left.' })
  person(@Root() { personId }: Clawback): Person {
    return { id: personId };
  }

  @FieldResolver(() => Award, { nullable: true, description: 'The award that was paid.' })
  award(@Root() { awardId }: Clawback, @Ctx() { loaders }: Context) {
    return loaders.award.load(awardId);
  }
}

@Resolver(() => LeaverWithTieIn)
export class LeaverWithTieInResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who leaves.' })
  person(@Root() { personId }: LeaverWithTieIn): Person {
    return { id: personId };
  }

  @FieldResolver(() => Award, { nullable: true, description: 'The award with the tie-in.' })
  award(@Root() { awardId }: LeaverWithTieIn, @Ctx() { loaders }: Context) {
    return loaders.award.load(awardId);
  }
}

@Resolver(() => Person)
export class PersonClawbacksResolver {
  @Requires('study:read')
  @FieldResolver(() => ClawbackConnection, {
    nullable: true,
    description:
      'What they owe, or owed, for leaving, with its arithmetic. Known to them and to those who decide on it; null to all others.',
  })
  clawbacks(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.clawbacksOfPerson.load(id, args);
  }
}
