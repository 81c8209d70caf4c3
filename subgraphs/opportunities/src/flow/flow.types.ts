import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { PlacementKind } from '../placement/placement-kind.types.ts';

/** Between which days, for what is counted in whole months. */
@ArgsType()
export class MonthsArgs {
  @Field(() => Day, { description: 'First day, which begins a month.' })
  from!: string;

  @Field(() => Day, {
    description: 'First day after it, which begins a month; at most 36 months later.',
  })
  to!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'How many people of one school went to another.',
})
export class SchoolFlow {
  @Field(() => ID, { description: 'Where they come from; one of `schools`.' })
  homeSchoolId!: string;

  @Field(() => ID, { description: 'Where they go; one of `schools`.' })
  hostSchoolId!: string;

  @Field(() => PlacementKind, { description: 'What for.' })
  kind!: PlacementKind;

  @Field(() => Int, {
    nullable: true,
    description: 'How many people, to the nearest five; null for one to four.',
  })
  people!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Whether a school takes part in what goes on.' })
export class SchoolExchange {
  @Field(() => Int, { description: 'To how many other schools somebody of it went.' })
  sendsTo!: number;

  @Field(() => Int, { description: 'From how many other schools somebody came.' })
  receivesFrom!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Days that people spent in other schools for a subject.',
})
export class SubjectDays {
  @Field(() => String, {
    nullable: true,
    description:
      'Census subject code: of the visit or of what the school needed, or else the main one of the person’s post; null where there is none.',
  })
  subjectCode!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Mondays to Fridays, to the nearest five; null where they are of fewer than five people, or almost all of one or two.',
  })
  days!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Who of which school was, is or is to be at which other, as data for a chart. What is only being prepared or was given up does not count.',
})
export class SchoolFlows {
  @Field(() => Day, { description: 'First day.' })
  from!: string;

  @Field(() => Day, { description: 'First day after it.' })
  to!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a school has of people from others in a month.',
})
export class HostLoadMonth {
  @Field(() => Day, { description: 'Its first day.' })
  month!: string;

  @Field(() => Int, { description: 'People of other schools who were or are to be there.' })
  people!: number;

  @Field(() => Int, { description: 'Their days, Mondays to Fridays.' })
  days!: number;

  @Field(() => Int, { description: 'Places on visits that begin in it.' })
  visitPlaces!: number;

  @Field(() => Int, { description: 'How many of those are booked.' })
  visitPlacesTaken!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What a school has of people from others.' })
export class HostLoad {
  @Directive('@listSize(assumedSize: 12)')
  @Field(() => [HostLoadMonth], { description: 'Each month, the earliest first.' })
  months!: HostLoadMonth[];
}
