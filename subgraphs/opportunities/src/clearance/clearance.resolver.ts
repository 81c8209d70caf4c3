import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import type { ClearanceRow } from './clearance.queries.ts';
import type { ClearanceService } from './clearance.service.ts';
import {
  Clearance,
  ClearancePolicy,
  RecordClearanceInput,
  SetClearancePolicyInput,
} from './clearance.types.ts';

@Resolver(() => Clearance)
export class ClearanceResolver {
  constructor(private readonly service: ClearanceService) {}

  @Requires('opportunity:publish')
  @Mutation(() => Clearance, {
    nullable: true,
    description:
      'Record what is known of a check of somebody, for the heads of their schools and of those that expect them. All schools of the trust go by it.',
  })
  recordClearance(
    @Arg('input', () => RecordClearanceInput, { description: 'Whose, which, and what is known.' })
    input: RecordClearanceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.record(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ClearancePolicy, {
    nullable: true,
    description: 'Ask for further checks. For those who answer for all schools.',
  })
  setClearancePolicy(
    @Arg('input', () => SetClearancePolicyInput, { description: 'For what, and which.' })
    input: SetClearancePolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.setPolicy(viewer, input);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who of the trust made it; null where another trust or an agency did.',
  })
  checkedBy(@Root() { checkedById }: ClearanceRow): Person | null {
    return checkedById === null ? null : { id: checkedById };
  }
}
