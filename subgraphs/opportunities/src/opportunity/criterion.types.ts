import { Matches, MaxLength } from 'class-validator';
import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** How much a criterion weighs. */
export enum CriterionWeight {
  ESSENTIAL = 'ESSENTIAL',
  DESIRABLE = 'DESIRABLE',
}

registerEnumType(CriterionWeight, {
  name: 'CriterionWeight',
  description: 'How much a criterion weighs.',
  valuesConfig: {
    ESSENTIAL: { description: 'Nobody is chosen without it.' },
    DESIRABLE: { description: 'It speaks for somebody; lacking it bars nobody.' },
  },
});

/** In what way a criterion may exclude people without cause. */
export enum ExclusionRisk {
  QTS_WITHOUT_TEACHING = 'QTS_WITHOUT_TEACHING',
  FULL_TIME_ONLY = 'FULL_TIME_ONLY',
  YEARS_SERVED = 'YEARS_SERVED',
}

registerEnumType(ExclusionRisk, {
  name: 'ExclusionRisk',
  description: 'In what way a criterion, or whom it is for, may exclude people without cause.',
  valuesConfig: {
    QTS_WITHOUT_TEACHING: {
      description: 'It asks for qualified teacher status where nothing is taught.',
    },
    FULL_TIME_ONLY: { description: 'It bars those who work part of the week.' },
    YEARS_SERVED: { description: 'It counts years instead of what somebody can do.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What people are chosen by, said before anybody applies.',
})
export class Criterion {
  @Field(() => CriterionWeight, { description: 'How much it weighs.' })
  weight!: CriterionWeight;

  @Field(() => String, { description: 'In words.' })
  text!: string;
}

@InputType({ description: 'What people are chosen by.' })
export class CriterionInput {
  @Field(() => CriterionWeight, { description: 'How much it weighs.' })
  weight!: CriterionWeight;

  @MaxLength(500, { message: 'text of a criterion has at most 500 characters' })
  @Matches(/\S/, { message: 'text of a criterion is not blank' })
  @Field(() => String, { description: 'In words; 1 to 500 characters.' })
  text!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'That a criterion may exclude people without cause. It bars no publishing: the author decides.',
})
export class CriterionWarning {
  @Field(() => ExclusionRisk, { description: 'In what way.' })
  risk!: ExclusionRisk;

  @Field(() => Criterion, { description: 'The criterion as it stands.' })
  criterion!: Criterion;

  @Field(() => String, { description: 'What to ask oneself, in a sentence for the author.' })
  message!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'That whom it is for may exclude people without cause. It bars no publishing: the author decides.',
})
export class AudienceWarning {
  @Field(() => ExclusionRisk, { description: 'In what way.' })
  risk!: ExclusionRisk;

  @Field(() => [String], { description: 'The codes that do, as the audience lists them.' })
  codes!: readonly string[];

  @Field(() => String, { description: 'What to ask oneself, in a sentence for the author.' })
  message!: string;
}
