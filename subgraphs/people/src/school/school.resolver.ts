import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { withNodes } from '../page-nodes.ts';
import { type SchoolRow, schoolList, schoolOf } from './school.queries.ts';
import { School, SchoolConnection, SchoolsArgs, SchoolUrn } from './school.types.ts';

@Resolver(() => School)
export class SchoolResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => School, { nullable: true, description: 'A school of the trust.' })
  async school(
    @Arg('id', () => ID, { description: 'Ours, not the URN.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<School> {
    return found(await loaders.school.load(id));
  }

  @Requires('staff:read')
  @Query(() => School, {
    nullable: true,
    description: 'A school of the trust by a URN of its own.',
  })
  async schoolByUrn(
    @Arg('urn', () => String, { description: 'Six digits; one that it had before will do.' })
    urn: string,
    @Ctx() { loaders }: Context,
  ): Promise<School> {
    return found(await loaders.schoolByUrn.load(urn));
  }

  @Requires('staff:read')
  @Query(() => SchoolConnection, { nullable: true, description: 'The schools of the trust.' })
  async schools(
    @Args(() => SchoolsArgs) args: SchoolsArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<School>> {
    const list = schoolList(viewer, args.filter, args.orderBy);
    return withNodes(await this.pages.of<SchoolRow>(viewer, list, args), schoolOf);
  }

  @FieldResolver(() => [SchoolUrn], {
    description: 'All URNs that it has had, the one that holds first.',
  })
  urns(@Root() school: School, @Ctx() { loaders }: Context): Promise<SchoolUrn[]> {
    return loaders.urnsOfSchool.load(school.id);
  }
}

function found(school: School | null): School {
  if (!school) throw notFound('school');
  return school;
}
