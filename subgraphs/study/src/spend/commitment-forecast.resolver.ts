import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Directive, Int, Query, Resolver } from 'type-graphql';
import { academicYearOf } from '../academic-year.ts';
import type { Context } from '../context.ts';
import { commitmentForecast } from './commitment-forecast.queries.ts';
import { CommitmentPoint } from './commitment-forecast.types.ts';

@Resolver()
export class CommitmentForecastResolver {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Requires('spend:read')
  @Directive('@listSize(assumedSize: 18)')
  @Query(() => [CommitmentPoint], {
    nullable: true,
    description:
      'What awards that stand will cost in each of three academic years, by source, also where that is nothing: as data for a chart. Of the schools for which the viewer answers.',
  })
  commitmentForecast(
    @Arg('fromYear', () => Int, {
      nullable: true,
      description:
        'First of the years, by the year it starts, 2000 to 2098; the one that is running when not given.',
    })
    asked: number | null | undefined,
    @Ctx() { viewer }: Context,
  ): Promise<CommitmentPoint[]> {
    const from = asked ?? academicYearOf(londonDay(this.clock()));
    if (from < 2000 || from > 2098) throw badUserInput('fromYear is from 2000 to 2098.');
    return commitmentForecast(this.db, viewer, from);
  }
}
