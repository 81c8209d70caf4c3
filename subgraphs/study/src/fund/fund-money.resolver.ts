import { notFound } from '@trellis/subgraph-kit/faults';
import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { LedgerPostingConnection } from '../ledger/ledger.types.ts';
import type { FundMoneyService } from './fund-money.service.ts';
import {
  AllocateToFundInput,
  CorrectLedgerEntryInput,
  FundMoneyResult,
  MoveBetweenFundsInput,
  OpenFundInput,
} from './fund-money.types.ts';
import { FundPosition } from './fund-position.types.ts';
import { Fund } from './fund.types.ts';

const asOfOptions = {
  nullable: true,
  description: 'At the end of this day; today when not given.',
} as const;

@Resolver(() => Fund)
export class FundMoneyResolver {
  constructor(
    private readonly money: FundMoneyService,
    private readonly clock: Clock,
  ) {}

  @Requires('spend:read')
  @Query(() => FundPosition, {
    nullable: true,
    description: 'Where a fund’s money was at the end of any day.',
  })
  async fundPosition(
    @Arg('fundId', () => ID, { description: 'Of the fund.' }) fundId: string,
    @Arg('asOf', () => Day, asOfOptions) asOf: string | null,
    @Ctx() { loaders }: Context,
  ): Promise<FundPosition> {
    const today = londonDay(this.clock());
    const position = await loaders.fundPosition.load({ fundId, asOf: asOf ?? today });
    if (!position) throw notFound('fund');
    return position;
  }

  @Requires('spend:read')
  @FieldResolver(() => FundPosition, {
    nullable: true,
    description: 'Where its money was at the end of any day.',
  })
  position(
    @Root() { id: fundId }: Fund,
    @Arg('asOf', () => Day, asOfOptions) asOf: string | null,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.fundPosition.load({ fundId, asOf: asOf ?? londonDay(this.clock()) });
  }

  @Requires('fund:manage')
  @FieldResolver(() => LedgerPostingConnection, {
    nullable: true,
    description: 'What the ledger has of it, newest first.',
  })
  ledger(
    @Root() { id }: Fund,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.ledgerOfFund.load(id, args);
  }

  @Requires('fund:manage')
  @Mutation(() => FundMoneyResult, {
    nullable: true,
    description: 'Opens a fund and sets money aside in it.',
  })
  openFund(
    @Arg('input', () => OpenFundInput, { description: 'The fund.' }) input: OpenFundInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.money.open(viewer, input);
  }

  @Requires('fund:manage')
  @Mutation(() => FundMoneyResult, {
    nullable: true,
    description: 'Sets more money aside in a fund.',
  })
  allocateToFund(
    @Arg('input', () => AllocateToFundInput, { description: 'Fund and money.' })
    input: AllocateToFundInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.money.allocate(viewer, input);
  }

  @Requires('fund:manage')
  @Mutation(() => FundMoneyResult, {
    nullable: true,
    description: 'Moves money that is not promised from one fund to another.',
  })
  moveBetweenFunds(
    @Arg('input', () => MoveBetweenFundsInput, { description: 'Funds and money.' })
    input: MoveBetweenFundsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.money.move(viewer, input);
  }

  @Requires('fund:manage')
  @Mutation(() => FundMoneyResult, {
    nullable: true,
    description: 'Takes an allocation or a move back by a new entry; the mistake stays readable.',
  })
  correctLedgerEntry(
    @Arg('input', () => CorrectLedgerEntryInput, { description: 'The mistake.' })
    input: CorrectLedgerEntryInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.money.correct(viewer, input);
  }
}
