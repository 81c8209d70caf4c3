import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { RoundConflictService } from './round-conflict.service.ts';
import { DeclareRoundConflictsInput, DeclareRoundConflictsResult } from './round-conflict.types.ts';

@Resolver()
export class RoundConflictResolver {
  constructor(private readonly conflicts: RoundConflictService) {}

  @Requires('study:read')
  @Mutation(() => DeclareRoundConflictsResult, {
    nullable: true,
    description:
      'As a member of a round’s panel, says whom one is close to, before anything is read. Their applications, if there are any, are given to the other members alone.',
  })
  declareRoundConflicts(
    @Arg('input', () => DeclareRoundConflictsInput, { description: 'For which round, and whom.' })
    input: DeclareRoundConflictsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conflicts.declare(viewer, input);
  }
}
