import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Args, Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { withNodes } from '../page-nodes.ts';
import { Person } from '../person/person.types.ts';
import { type SchoolRow, schoolOf, schoolsInCharge } from '../school/school.queries.ts';
import { type School, SchoolConnection } from '../school/school.types.ts';
import { Trust } from '../trust/trust.types.ts';
import { Viewer, ViewerRole } from './access.types.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly pages: Pages) {}

  @Query(() => Viewer, { nullable: true, description: 'Who is asking.' })
  viewer(@Ctx() { viewer }: Context): Viewer {
    const id = viewer.personId ?? viewer.actor.id;
    return { id, scopes: [...viewer.scopes].sort(), answersForAllSchools: viewer.allPlaces };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Null for an API key.' })
  person(@Ctx() { viewer, loaders }: Context): Promise<Person | null> | null {
    return viewer.personId === null ? null : loaders.person.load(viewer.personId);
  }

  @FieldResolver(() => Trust, { nullable: true, description: 'For which the caller asks.' })
  trust(@Ctx() { viewer, loaders }: Context): Promise<Trust | null> {
    return loaders.trust.load(viewer.trustId);
  }

  @FieldResolver(() => [ViewerRole], { description: 'What the caller answers for today.' })
  roles(@Ctx() { loaders }: Context): Promise<ViewerRole[]> {
    return loaders.rolesOfViewer();
  }

  @FieldResolver(() => SchoolConnection, { description: 'Schools for which the caller answers.' })
  async schools(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<School>> {
    const list = schoolsInCharge(viewer);
    return withNodes(await this.pages.of<SchoolRow>(viewer, list, args), schoolOf);
  }
}
