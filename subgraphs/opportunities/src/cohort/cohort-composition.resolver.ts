import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { CohortCompositionService } from './cohort-composition.service.ts';
import { CohortComposition } from './cohort-composition.types.ts';

@Resolver()
export class CohortCompositionResolver {
  constructor(private readonly service: CohortCompositionService) {}

  @Requires('opportunity:read')
  @Query(() => CohortComposition, {
    nullable: true,
    description:
      'Who has seats of cohorts beside who works in the trust, by staff group, phase and working pattern.',
  })
  cohortComposition(
    @Arg('asOf', () => Day, { description: 'Of which day.' }) asOf: string,
    @Arg('cohortId', () => ID, {
      nullable: true,
      description: 'Of which cohort; all of the trust when not given.',
    })
    cohortId: string | undefined,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.of(viewer, asOf, cohortId ?? null);
  }
}
