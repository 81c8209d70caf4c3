import type { Database } from '@trellis/subgraph-kit/database';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import type { Context } from '../context.ts';
import { School } from '../spend/school.types.ts';
import { goalsOfYear, type GoalRow } from './goal.queries.ts';
import type { GoalService } from './goal.service.ts';
import { DevelopmentGoal, SetDevelopmentGoalInput } from './goal.types.ts';

@Resolver(() => DevelopmentGoal)
export class GoalResolver {
  constructor(
    private readonly db: Database,
    private readonly goals: GoalService,
  ) {}

  @Requires('study:read')
  @Query(() => [DevelopmentGoal], {
    nullable: true,
    description: 'Goals of an academic year, the trust’s first; at most 500.',
  })
  developmentGoals(
    @Arg('academicYear', () => Int, { description: 'The year it starts.' }) academicYear: number,
    @Ctx() { viewer }: Context,
  ) {
    return goalsOfYear(this.db, viewer, academicYear);
  }

  @Requires('study:read')
  @Query(() => DevelopmentGoal, { nullable: true, description: 'One goal.' })
  goal(
    @Arg('id', () => ID, { description: 'Of the goal.' }) id: string,
    @Ctx() { viewer }: Context,
  ) {
    return this.goals.find(viewer, id);
  }

  @Requires('study:manage')
  @Mutation(() => DevelopmentGoal, { nullable: true, description: 'Sets a goal for a year.' })
  setDevelopmentGoal(
    @Arg('input', () => SetDevelopmentGoalInput, { description: 'The goal.' })
    input: SetDevelopmentGoalInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.goals.set(viewer, input);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Whose goal it is; null: the trust’s.',
  })
  school(@Root() { schoolId }: GoalRow) {
    return schoolId === null ? null : { id: schoolId };
  }

  @FieldResolver(() => [Award], {
    description: 'Awards that serve the goal: of those, the ones that the viewer may know of.',
  })
  awards(@Root() { id }: DevelopmentGoal, @Ctx() { loaders }: Context) {
    return loaders.awardsOfGoal.load(id);
  }
}
