import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { noPlaces } from './place.queries.ts';
import type { PlaceService } from './place.service.ts';
import { Places, SetPlacesInput, SetPlacesResult } from './place.types.ts';

@Resolver(() => Opportunity)
export class PlaceResolver {
  constructor(private readonly service: PlaceService) {}

  @Requires('opportunity:publish')
  @Mutation(() => SetPlacesResult, {
    nullable: true,
    description: 'Say for how many an opportunity has room; one unless this says otherwise.',
  })
  setPlaces(
    @Arg('input', () => SetPlacesInput, { description: 'Which opportunity, and how many.' })
    input: SetPlacesInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.set(viewer, input);
  }

  @FieldResolver(() => Places, {
    description: 'For how many it has room, and how many places are offered or taken.',
  })
  async places(@Root() { id }: Opportunity, @Ctx() { loaders }: Context): Promise<Places> {
    return (await loaders.placesOf.load(id)) ?? noPlaces;
  }
}
