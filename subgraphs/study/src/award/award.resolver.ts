import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Fund } from '../fund/fund.types.ts';
import { Programme } from '../programme/programme.types.ts';
import { School } from '../spend/school.types.ts';
import {
  AwardBursaryInput,
  AwardBursaryResult,
  WithdrawAwardInput,
  WithdrawAwardResult,
} from './award-change.types.ts';
import { type AwardRow, mayReadAwards } from './award.queries.ts';
import type { AwardService } from './award.service.ts';
import { Award } from './award.types.ts';
import { Person } from './person.types.ts';

@Resolver(() => Award)
export class AwardResolver {
  constructor(private readonly awards: AwardService) {}

  @Requires('bursary:award')
  @Mutation(() => AwardBursaryResult, {
    nullable: true,
    description: 'Awards part of a fund to a person for one programme.',
  })
  awardBursary(
    @Arg('input', () => AwardBursaryInput, { description: 'The award to be made.' })
    input: AwardBursaryInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.awards.award(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => WithdrawAwardResult, {
    nullable: true,
    description: 'Takes an award back; its money is the fund’s again.',
  })
  withdrawAward(
    @Arg('input', () => WithdrawAwardInput, { description: 'The award to be taken back.' })
    input: WithdrawAwardInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.awards.withdraw(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who studies.' })
  person(@Root() { personId }: AwardRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'The school for which they study, and whose spend it is.',
  })
  school(@Root() { schoolId }: AwardRow): School {
    return { id: schoolId };
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who made the award; null when a program did, and to a viewer without `award:read`.',
  })
  awardedBy(
    @Root() { awardedByKind, awardedById }: AwardRow,
    @Ctx() { viewer }: Context,
  ): Person | null {
    return awardedByKind === 'PERSON' && mayReadAwards(viewer) ? { id: awardedById } : null;
  }

  @FieldResolver(() => Programme, { description: 'What they study, as it was offered on the day.' })
  programme(@Root() { programmeId }: AwardRow, @Ctx() { loaders }: Context) {
    return loaders.programme.load(programmeId);
  }

  @Requires('spend:read')
  @FieldResolver(() => Fund, {
    nullable: true,
    description: 'The first fund that pays for it in its academic year; null where none does.',
  })
  fund(@Root() { fundId }: AwardRow, @Ctx() { loaders }: Context) {
    return fundId === null ? null : loaders.fund.load(fundId);
  }
}
