import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CriterionWeight } from '../opportunity/criterion.types.ts';

@ObjectType({ simpleResolvers: true, description: 'What a panel gave somebody for one criterion.' })
export class CriterionScore {
  @Field(() => CriterionWeight, { description: 'How much it weighs.' })
  weight!: CriterionWeight;

  @Field(() => String, { description: 'The criterion, in words.' })
  criterion!: string;

  @Field(() => Int, {
    description: 'Mean of what the members gave, in hundredths of a point: 0 to 400.',
  })
  meanPointsHundredths!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'The lottery between equal scores. Those who were drawn stand in the order of `draw`, which anybody can work out again: SHA-256 over the seed followed by the candidate’s id.',
})
export class TieBreak {
  @Field(() => String, { description: 'Drawn once, when the shortlist was locked.' })
  seed!: string;

  @Field(() => ID, { description: 'Under which the panel scored this person.' })
  candidateId!: string;

  @Field(() => String, { description: 'SHA-256 in hexadecimal digits; the smallest stands first.' })
  draw!: string;

  @Field(() => Int, { description: 'How many had these points, the person among them.' })
  among!: number;

  @Field(() => Int, { description: 'Which of them the lottery made the person, from 1.' })
  place!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Why it was decided so, for the person of whom it was decided and nobody else. It tells of others only how many they were.',
})
export class ApplicationExplanation {
  @Field(() => [String], { description: 'In sentences for the person, the first thing first.' })
  reasons!: readonly string[];

  @Field(() => [CriterionScore], {
    description: 'What the panel gave, criterion by criterion; none where no panel scored it.',
  })
  scores!: readonly CriterionScore[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Mean of the members’ sums of points, in hundredths; null where no panel scored it.',
  })
  totalPointsHundredths!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most that could be had, in hundredths; null where no panel scored it.',
  })
  mostPointsHundredths!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Place in the panel’s order, from 1; null where no panel scored it.',
  })
  place!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many the panel put in order; null where no panel scored it.',
  })
  candidates!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many there was room on the shortlist; null where no panel scored it.',
  })
  shortlistPlaces!: number | null;

  @Field(() => TieBreak, {
    nullable: true,
    description: 'The lottery that set the place; null where nobody had as many points.',
  })
  tieBreak!: TieBreak | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Place on the waiting list today, from 1; null while not on it.',
  })
  waitingListPosition!: number | null;
}
