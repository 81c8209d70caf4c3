import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Agreement } from '../agreement/agreement.types.ts';
import type { Context } from '../context.ts';
import { Fund } from '../fund/fund.types.ts';
import type { LineRow } from './line.service.ts';
import type { AwardLifeService } from './award-life.service.ts';
import {
  AcceptAwardInput,
  AcceptAwardResult,
  AwardVersionInput,
  CancelAwardInput,
  ChangeAwardResult,
  CompleteAwardInput,
  DeferAwardInput,
  OfferAwardInput,
  OfferAwardResult,
} from './award-life.types.ts';
import type { AwardRow } from './award.queries.ts';
import type { AwardService } from './award.service.ts';
import { Award } from './award.types.ts';
import { FundingLine } from './funding-line.types.ts';

@Resolver(() => Award)
export class AwardLifeResolver {
  constructor(
    private readonly awards: AwardService,
    private readonly life: AwardLifeService,
  ) {}

  @Requires('bursary:award')
  @Mutation(() => OfferAwardResult, {
    nullable: true,
    description: 'Offers a person a programme, paid by one or more sources over one or more years.',
  })
  offerAward(
    @Arg('input', () => OfferAwardInput, { description: 'The offer.' }) input: OfferAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.awards.offerTo(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => AcceptAwardResult, {
    nullable: true,
    description: 'The person accepts an offer, and with it the text of its agreement.',
  })
  acceptAward(
    @Arg('input', () => AcceptAwardInput, { description: 'The offer as it was read.' })
    input: AcceptAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.accept(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeAwardResult, {
    nullable: true,
    description: 'The person declines an offer; its money goes back to the funds.',
  })
  declineAward(
    @Arg('input', () => AwardVersionInput, { description: 'The offer as it was read.' })
    input: AwardVersionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.decline(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ChangeAwardResult, {
    nullable: true,
    description: 'Interrupts study; instalments are held until it goes on.',
  })
  deferAward(
    @Arg('input', () => DeferAwardInput, { description: 'Which, until when and why.' })
    input: DeferAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.defer(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ChangeAwardResult, {
    nullable: true,
    description: 'Study goes on; instalments that had a day are due as much later as it rested.',
  })
  resumeAward(
    @Arg('input', () => AwardVersionInput, { description: 'The award as it was read.' })
    input: AwardVersionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.resume(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ChangeAwardResult, {
    nullable: true,
    description: 'Records that the person finished, and what shows it.',
  })
  completeAward(
    @Arg('input', () => CompleteAwardInput, { description: 'Which, when and what shows it.' })
    input: CompleteAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.complete(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ChangeAwardResult, {
    nullable: true,
    description: 'The provider cancelled the programme: money goes back to where it came from.',
  })
  cancelAward(
    @Arg('input', () => CancelAwardInput, { description: 'Which, why and what is paid back.' })
    input: CancelAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.life.cancel(viewer, input);
  }

  @FieldResolver(() => Agreement, {
    nullable: true,
    description: 'What the person agrees to, in the version that the offer has.',
  })
  agreement(@Root() { agreementId }: AwardRow, @Ctx() { loaders }: Context) {
    return agreementId === null ? null : loaders.agreement.load(agreementId);
  }

  @FieldResolver(() => [FundingLine], {
    description: 'What pays for it, by academic year; at first what it costs together.',
  })
  lines(@Root() { id }: AwardRow, @Ctx() { loaders }: Context) {
    return loaders.linesOfAward.load(id);
  }
}

@Resolver(() => FundingLine)
export class FundingLineResolver {
  @Requires('spend:read')
  @FieldResolver(() => Fund, {
    nullable: true,
    description: 'The fund that pays; null where none does.',
  })
  fund(@Root() { fundId }: LineRow, @Ctx() { loaders }: Context) {
    return fundId === null ? null : loaders.fund.load(fundId);
  }
}
