import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Trust } from '../trust/trust.types.ts';
import type { AllianceService } from './alliance.service.ts';
import {
  AgreeToAllianceResult,
  Alliance,
  AllianceInput,
  EndAllianceResult,
  ProposeAllianceInput,
  ProposeAllianceResult,
} from './alliance.types.ts';

@Resolver(() => Trust)
export class AllianceResolver {
  constructor(private readonly service: AllianceService) {}

  @Requires('alliance:manage')
  @FieldResolver(() => [Alliance], {
    nullable: true,
    description: 'With which trusts it is or was allied, or might be; the latest 200.',
  })
  alliances(@Ctx() { loaders }: Context): Promise<Alliance[]> {
    return loaders.alliancesOfTrust();
  }

  @Requires('alliance:manage')
  @Mutation(() => ProposeAllianceResult, {
    nullable: true,
    description:
      'Propose an alliance to another trust. It stands once that trust agrees; whether the number is one of a trust that uses this product is not told.',
  })
  proposeAlliance(
    @Arg('input', () => ProposeAllianceInput, { description: 'With whom, and what for.' })
    input: ProposeAllianceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.propose(viewer, input);
  }

  @Requires('alliance:manage')
  @Mutation(() => AgreeToAllianceResult, {
    nullable: true,
    description: 'Agree to an alliance that another trust proposed.',
  })
  agreeToAlliance(
    @Arg('input', () => AllianceInput, { description: 'Which.' }) input: AllianceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.agree(viewer, input);
  }

  @Requires('alliance:manage')
  @Mutation(() => EndAllianceResult, {
    nullable: true,
    description:
      'End an alliance, take a proposal back or decline one: for good, at once, and for both sides.',
  })
  endAlliance(
    @Arg('input', () => AllianceInput, { description: 'Which.' }) input: AllianceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.end(viewer, input);
  }
}
