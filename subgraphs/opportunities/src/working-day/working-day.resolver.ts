import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import type { WorkingDayRow } from './working-day.loaders.ts';
import type { WorkingDayService } from './working-day.service.ts';
import {
  SetWorkingWeekInput,
  SetWorkingWeekResult,
  WorkingDay,
  WorkingWeek,
} from './working-day.types.ts';

@Resolver(() => WorkingWeek)
export class WorkingWeekResolver {
  constructor(private readonly service: WorkingDayService) {}

  @Requires('opportunity:read')
  @Mutation(() => SetWorkingWeekResult, {
    nullable: true,
    description:
      'Say on which days of the week somebody works at which school, so that nothing is planned for days on which they do not, and each head is asked about theirs. For oneself, or as head.',
  })
  setWorkingWeek(
    @Arg('input', () => SetWorkingWeekInput, { description: 'Who, when and where.' })
    input: SetWorkingWeekInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.set(viewer, input);
  }

  @FieldResolver(() => [WorkingDay], { description: 'In the order of the week.' })
  days(@Root() { id }: WorkingWeek, @Ctx() { loaders }: Context) {
    return loaders.workingDays.load(id);
  }
}

@Resolver(() => WorkingDay)
export class WorkingDayResolver {
  @FieldResolver(() => School, { nullable: true, description: 'Where.' })
  school(@Root() { schoolId }: WorkingDayRow): School {
    return { id: schoolId };
  }
}
