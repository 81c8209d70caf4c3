import { notFound } from '@trellis/subgraph-kit/faults';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import { calendarFileOf } from './placement-calendar.ts';
import type { ConsentRow } from './placement-part.loaders.ts';
import {
  CoverPlan,
  InductionItem,
  PlacementCheck,
  PlacementConsent,
  PlacementEnding,
  PlacementPart,
} from './placement-part.types.ts';
import type { PlacementRow } from './placement.queries.ts';
import { Placement } from './placement.types.ts';

const forInvolved = 'For whoever goes, the heads of the schools and the people team';

@Resolver(() => Placement)
export class PlacementResolver {
  @Requires('opportunity:read')
  @Query(() => Placement, {
    nullable: true,
    description: 'For whoever goes, the heads of the schools and the people team: a placement.',
  })
  async placement(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    const found = await loaders.placement.load(id);
    if (!found || !(await loaders.missingParts.load(id))) throw notFound('placement');
    return found;
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose it is.' })
  person(@Root() { personId }: PlacementRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Opportunity, {
    nullable: true,
    description: 'What was offered and taken; null when it was booked, lent or swapped.',
  })
  opportunity(@Root() { opportunityId }: PlacementRow, @Ctx() { loaders }: Context) {
    return opportunityId === null ? null : loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where the person comes from.' })
  homeSchool(@Root() { homeSchoolId }: PlacementRow): School | null {
    return homeSchoolId === null ? null : { id: homeSchoolId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where the person goes.' })
  hostSchool(@Root() { hostSchoolId }: PlacementRow): School | null {
    return hostSchoolId === null ? null : { id: hostSchoolId };
  }

  @FieldResolver(() => [PlacementPart], {
    nullable: true,
    description: `${forInvolved}: what it lacks of what none runs without. Null for others.`,
  })
  async missing(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return (await loaders.missingParts.load(id))?.missing ?? null;
  }

  @FieldResolver(() => [PlacementConsent], {
    description: `${forInvolved}: who must agree, and what they said; none for others.`,
  })
  consents(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.placementConsents.load(id);
  }

  @FieldResolver(() => CoverPlan, {
    nullable: true,
    description: `${forInvolved}: who does their work meanwhile. Null for others, and while none is planned.`,
  })
  cover(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.placementCover.load(id);
  }

  @FieldResolver(() => [PlacementCheck], {
    description: `${forInvolved}: the checks that the host school asks for; none for others.`,
  })
  checks(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.placementChecks.load(id);
  }

  @FieldResolver(() => [InductionItem], {
    description: `${forInvolved}: what they are shown when they come; none for others.`,
  })
  induction(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.placementInduction.load(id);
  }

  @FieldResolver(() => [PlacementEnding], {
    description: `${forInvolved}: early ends that were proposed, and why it was given up, the latest first; none for others.`,
  })
  endings(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return loaders.placementEndings.load(id);
  }
}

@Resolver(() => Placement)
export class PlacementCalendarResolver {
  @FieldResolver(() => [Day], {
    nullable: true,
    description: `${forInvolved}: days of the term of their own school on which the other is closed, in the first 400 days: what they do then is to be agreed. Null for others, and for what has no end.`,
  })
  async hostClosedOn(@Root() { id }: PlacementRow, @Ctx() { loaders }: Context) {
    return (await loaders.hostClosedDays.load(id))?.days ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: `${forInvolved}: an iCalendar file of its days (RFC 5545), to be served as \`text/calendar\`. Null for others, and for what has no end.`,
  })
  async calendarFile(@Root() placement: PlacementRow, @Ctx() { loaders }: Context) {
    const parts = await loaders.missingParts.load(placement.id);
    return parts === null ? null : calendarFileOf(placement, parts.asOf);
  }
}

@Resolver(() => PlacementConsent)
export class PlacementConsentResolver {
  @FieldResolver(() => School, {
    nullable: true,
    description: 'For which school; null for whoever goes.',
  })
  school(@Root() { schoolId }: ConsentRow): School | null {
    return schoolId === null ? null : { id: schoolId };
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who said it; null where a rule did, or nobody has.',
  })
  givenBy(@Root() { givenById }: ConsentRow): Person | null {
    return givenById === null ? null : { id: givenById };
  }
}

@Resolver(() => PlacementCheck)
export class PlacementCheckResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who of the trust made it; null where another trust or an agency did.',
  })
  checkedBy(@Root() { checkedById }: { readonly checkedById: string | null }): Person | null {
    return checkedById === null ? null : { id: checkedById };
  }
}
