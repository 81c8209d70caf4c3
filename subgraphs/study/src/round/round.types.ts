import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Length,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { SchemeTerms } from '../scheme/scheme.types.ts';

/** How far a round is. */
export enum RoundState {
  ANNOUNCED = 'ANNOUNCED',
  SCORING = 'SCORING',
  LOCKED = 'LOCKED',
}

registerEnumType(RoundState, {
  name: 'RoundState',
  description: 'How far a study round is.',
  valuesConfig: {
    ANNOUNCED: { description: 'It takes applications in its dates.' },
    SCORING: { description: 'The panel scores without knowing whom.' },
    LOCKED: { description: 'The order is fixed; offers are made in it.' },
  },
});

@InputType('ReservedPlacesInput', { description: 'Places kept for a staff group.' })
@ObjectType('ReservedPlaces', {
  simpleResolvers: true,
  description: 'Places kept for a staff group; what it does not fill goes to all.',
})
export class ReservedPlaces {
  @Length(1, 40, { message: 'staffGroup has 1 to 40 characters' })
  @Field(() => String, { description: 'Code of the staff group.' })
  staffGroup!: string;

  @Min(1, { message: 'places is 1 or more' })
  @Field(() => Int, { description: 'How many.' })
  places!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A round in which a scheme gives out money.' })
export class StudyRound {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  title!: string;

  @Field(() => SchemeTerms, {
    description: 'The scheme’s rules on the day of the announcement: they hold for this round.',
  })
  terms!: SchemeTerms;

  @Field(() => Day, { description: 'First day on which it takes applications.' })
  opensOn!: string;

  @Field(() => Day, { description: 'Last day on which it takes applications.' })
  closesOn!: string;

  @Field(() => Int, { description: 'How many can be offered an award.' })
  places!: number;

  @Field(() => [ReservedPlaces], { description: 'Places kept for staff groups.' })
  reserved!: ReservedPlaces[];

  @Field(() => RoundState, { description: 'How far it is.' })
  state!: RoundState;

  @Field(() => Boolean, {
    description:
      'Whether everybody was told and has had their days, as opportunities says when the opportunity of the same id goes to SHORTLISTING.',
  })
  isDecidable!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'With it the lottery between equal scores can be drawn again; once it is locked.',
  })
  lotterySeed!: string | null;
}

@InputType({ description: 'A round to be announced to everybody whom it is for.' })
export class AnnounceStudyRoundInput extends IdempotentInput {
  @Field(() => ID, { description: 'The scheme that gives the money.' })
  schemeId!: string;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Field(() => String, { description: 'Its name, 1 to 200 characters.' })
  title!: string;

  @Field(() => Day, { description: 'First day on which it takes applications; today or later.' })
  opensOn!: string;

  @Field(() => Day, {
    description: 'Last day on which it takes applications; at least 14 days after the first.',
  })
  closesOn!: string;

  @Min(1, { message: 'places is 1 or more' })
  @Field(() => Int, { description: 'How many can be offered an award.' })
  places!: number;

  @ArrayMaxSize(20, { message: 'reserved has at most 20 groups' })
  @ArrayUnique(({ staffGroup }: ReservedPlaces) => staffGroup, {
    message: 'reserved names each staff group once',
  })
  @ValidateNested({ each: true })
  @Field(() => [ReservedPlaces], {
    description: 'Places kept for staff groups; together no more than `places`.',
  })
  reserved!: ReservedPlaces[];

  @ArrayMinSize(2, { message: 'memberIds names 2 to 12 people' })
  @ArrayMaxSize(12, { message: 'memberIds names 2 to 12 people' })
  @ArrayUnique({ message: 'memberIds names each person once' })
  @Field(() => [ID], { description: 'Who scores: 2 to 12 people, not the caller.' })
  memberIds!: string[];
}

@InputType({ description: 'Which round.' })
export class StudyRoundInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the round.' })
  roundId!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'People would have too few days to think about it.',
})
export class RoundTooShort extends Refusal {
  @Field(() => Day, { description: 'The first day on which it may close.' })
  readonly earliestClosesOn: string;

  constructor(earliestClosesOn: string) {
    super('The round would close too soon.');
    this.earliestClosesOn = earliestClosesOn;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The round is not at a point at which this can be done.',
})
export class RoundNotReady extends Refusal {
  @Field(() => RoundState, { description: 'How far it is.' })
  readonly state: RoundState;

  @Field(() => Boolean, { description: 'Whether everybody was told and has had their days.' })
  readonly isDecidable: boolean;

  @Field(() => Day, { description: 'Last day on which it takes applications.' })
  readonly closesOn: string;

  constructor({ state, closesOn, isDecidable }: StudyRound) {
    super('The round is not at a point at which this can be done.');
    this.state = state;
    this.closesOn = closesOn;
    this.isDecidable = isDecidable;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Some application would be scored by fewer than two people.',
})
export class RoundLacksScorers extends Refusal {
  constructor() {
    super(
      'Each application needs at least two scorers who neither wrote it, nor manage its writer or are close to them.',
    );
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Some applications have fewer than two scores.',
})
export class RoundScoresMissing extends Refusal {
  @Field(() => [ID], { description: 'Of the candidates.' })
  readonly candidateIds: string[];

  constructor(candidateIds: string[]) {
    super('Each application needs at least two scores.');
    this.candidateIds = candidateIds;
  }
}

const named = (value: object): string =>
  'terms' in value ? StudyRound.name : value.constructor.name;

export const AnnounceStudyRoundResult = createUnionType({
  name: 'AnnounceStudyRoundResult',
  description: 'The round, or why it was not announced.',
  types: () => [StudyRound, RoundTooShort] as const,
  resolveType: named,
});

export const LockStudyRoundResult = createUnionType({
  name: 'LockStudyRoundResult',
  description: 'The round as it is now, or why it was not locked.',
  types: () => [StudyRound, RoundNotReady, RoundScoresMissing] as const,
  resolveType: named,
});
