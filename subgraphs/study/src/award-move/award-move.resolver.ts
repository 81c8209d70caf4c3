import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import type { Context } from '../context.ts';
import { School } from '../spend/school.types.ts';
import type { AwardMoveRow } from './award-move.queries.ts';
import type { AwardMoveService } from './award-move.service.ts';
import { AwardMove, MoveAwardToSchoolInput, MoveAwardToSchoolResult } from './award-move.types.ts';

@Resolver(() => Award)
export class AwardMovesResolver {
  constructor(private readonly moves: AwardMoveService) {}

  @FieldResolver(() => [AwardMove], {
    name: 'moves',
    description: 'How its cost went from school to school, the first move first.',
  })
  movesOfAward(@Root() { id }: Award, @Ctx() { loaders }: Context) {
    return loaders.movesOfAward.load(id);
  }

  @Requires('bursary:award')
  @Mutation(() => MoveAwardToSchoolResult, {
    nullable: true,
    description:
      'Moves what a school’s fund promised and did not pay to a fund of the school at which the person works now, and the award with it. Nothing moves by itself.',
  })
  moveAwardToSchool(
    @Arg('input', () => MoveAwardToSchoolInput, { description: 'Which award, and to where.' })
    input: MoveAwardToSchoolInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.moves.move(viewer, input);
  }
}

@Resolver(() => AwardMove)
export class AwardMoveResolver {
  @FieldResolver(() => School, { nullable: true, description: 'The school that paid.' })
  fromSchool(@Root() { fromSchoolId }: AwardMoveRow) {
    return { id: fromSchoolId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'The school that pays.' })
  toSchool(@Root() { toSchoolId }: AwardMoveRow) {
    return { id: toSchoolId };
  }
}
