import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import type { PlacementRow } from './placement.loaders.ts';
import { Placement } from './placement.types.ts';

@Resolver(() => Placement)
export class PlacementResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Whose it is.' })
  person(@Root() { personId }: PlacementRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'What was offered and taken.' })
  opportunity(@Root() { opportunityId }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where the person comes from.' })
  homeSchool(@Root() { homeSchoolId }: PlacementRow): School | null {
    return homeSchoolId === null ? null : { id: homeSchoolId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where the person goes.' })
  hostSchool(@Root() { hostSchoolId }: PlacementRow): School | null {
    return hostSchoolId === null ? null : { id: hostSchoolId };
  }
}
