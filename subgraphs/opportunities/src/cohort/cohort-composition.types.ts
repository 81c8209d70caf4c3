import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { WorkingPattern } from '../eligibility/eligibility.types.ts';

const membersDescription =
  'How many of them have a seat; null where it, or what follows from it, would be fewer than five.';
const workforceDescription =
  'How many of them there are, those with a seat included; null for the same reason.';

/** Seats beside staff, of a part of the workforce. */
@ObjectType({ simpleResolvers: true })
abstract class Share {
  @Field(() => Int, { nullable: true, description: membersDescription })
  members!: number | null;

  @Field(() => Int, { nullable: true, description: workforceDescription })
  workforce!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Seats and staff of a staff group.' })
export class CohortShareOfStaffGroup extends Share {
  @Field(() => String, {
    description: 'Code of the staff group of the main post, `NONE` for those in none.',
  })
  staffGroup!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Seats and staff at schools of a phase.' })
export class CohortShareOfPhase extends Share {
  @Field(() => String, {
    description:
      'GIAS code of the phase of the school of the main post, `NONE` where none is known.',
  })
  phase!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Seats and staff of a working pattern.' })
export class CohortShareOfPattern extends Share {
  @Field(() => WorkingPattern, { description: 'Which.' })
  workingPattern!: WorkingPattern;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Seats that are kept for the same people, and how many of them somebody has.',
})
export class KeptSeats {
  @Field(() => [String], { description: 'Codes of staff groups, any of them; none for all.' })
  staffGroups!: string[];

  @Field(() => [String], { description: 'GIAS codes of phases, any of them; none for all.' })
  phases!: string[];

  @Field(() => Int, { description: 'Schools for which they are kept, any of them; 0 for all.' })
  schoolCount!: number;

  @Field(() => String, { description: 'Why they are kept.' })
  reason!: string;

  @Field(() => Int, { description: 'How many seats.' })
  seats!: number;

  @Field(() => Int, { description: 'On how many of them somebody sits.' })
  taken!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Who has seats beside who works in the trust, on a day, as staff systems tell of it now. Small numbers are not told, nor what shows them; seats are counted as they are.',
})
export class CohortComposition {
  @Field(() => Day, { description: 'The day.' })
  asOf!: string;

  @Field(() => Int, { description: 'Seats that there are.' })
  seats!: number;

  @Field(() => Int, { description: 'Seats on which somebody sits.' })
  taken!: number;

  @Field(() => [KeptSeats], { description: 'Those that are kept for some.' })
  keptSeats!: readonly KeptSeats[];

  @Field(() => Int, { nullable: true, description: membersDescription })
  members!: number | null;

  @Field(() => Int, { nullable: true, description: workforceDescription })
  workforce!: number | null;

  @Field(() => [CohortShareOfStaffGroup], { description: 'By the staff group of the main post.' })
  byStaffGroup!: readonly CohortShareOfStaffGroup[];

  @Field(() => [CohortShareOfPhase], {
    description: 'By the phase of the school of the main post.',
  })
  byPhase!: readonly CohortShareOfPhase[];

  @Field(() => [CohortShareOfPattern], { description: 'By how much of a week they work.' })
  byWorkingPattern!: readonly CohortShareOfPattern[];
}
