import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { findProgramme, programmeList } from './programme.queries.ts';
import { Programme, ProgrammeConnection, ProgrammesArgs } from './programme.types.ts';

@Resolver(() => Programme)
export class ProgrammeResolver {
  constructor(
    private readonly db: Database,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {}

  @Requires('study:read')
  @Query(() => ProgrammeConnection, {
    nullable: true,
    description: 'What can be studied, by name.',
  })
  programmes(
    @Args(() => ProgrammesArgs) { filter, ...args }: ProgrammesArgs,
    @Ctx() { viewer }: Context,
  ) {
    return this.pages.of<Programme>(viewer, programmeList(filter, londonDay(this.clock())), args);
  }

  @Requires('study:read')
  @Query(() => Programme, {
    nullable: true,
    description: 'The programme as it runs today; where it does not, as it is to run or ran last.',
  })
  async programme(
    @Arg('code', () => String, { description: 'Such as `NPQSL`.' }) code: string,
  ): Promise<Programme> {
    const programme = await findProgramme(this.db, code, londonDay(this.clock()));
    if (!programme) throw new Fault('NOT_FOUND', 'There is no programme with that code.');
    return programme;
  }
}
