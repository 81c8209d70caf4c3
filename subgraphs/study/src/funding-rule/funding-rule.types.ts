import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FundingSource } from '../ledger/ledger.types.ts';

/** How old somebody is on the first day of training; asked of them, and not kept. */
export enum AgeAtStart {
  SIXTEEN_TO_21 = 'SIXTEEN_TO_21',
  UNDER_25_WITH_PLAN_OR_AFTER_CARE = 'UNDER_25_WITH_PLAN_OR_AFTER_CARE',
  TWENTY_TWO_OR_OVER = 'TWENTY_TWO_OR_OVER',
}

registerEnumType(AgeAtStart, {
  name: 'AgeAtStart',
  description: 'How old somebody is on the first day of training, as far as funding asks.',
  valuesConfig: {
    SIXTEEN_TO_21: { description: '16 to 21.' },
    UNDER_25_WITH_PLAN_OR_AFTER_CARE: {
      description:
        '22 to 24, with an education, health and care plan or after being in care: which of them is not asked.',
    },
    TWENTY_TWO_OR_OVER: { description: '22 or over, and not as above.' },
  },
});

/** Whether a source pays. */
export enum FundingAnswer {
  PAYS = 'PAYS',
  DEPENDS = 'DEPENDS',
  DOES_NOT_PAY = 'DOES_NOT_PAY',
}

registerEnumType(FundingAnswer, {
  name: 'FundingAnswer',
  description: 'Whether a source pays.',
  valuesConfig: {
    PAYS: { description: 'By what is known here, it does.' },
    DEPENDS: { description: 'It does if each of `conditions` holds, which is not known here.' },
    DOES_NOT_PAY: { description: 'It does not; `reasons` say why.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What one source pays for a programme, by the rule in force on the day of the start.',
})
export class EligibleFunding {
  @Field(() => FundingSource, { description: 'Who would pay.' })
  source!: FundingSource;

  @Field(() => FundingAnswer, { description: 'Whether it pays.' })
  answer!: FundingAnswer;

  @Field(() => Int, {
    nullable: true,
    description:
      'How much, in pence: 0 where it does not pay; null where the price of the programme is not known.',
  })
  amountPence!: number | null;

  @Field(() => [String], { description: 'What must hold and is not known here, one by one.' })
  conditions!: string[];

  @Field(() => [String], { description: 'Why, one by one.' })
  reasons!: string[];

  @Field(() => String, {
    description:
      'Name and first day of the rule, such as `LEVY_LEVEL_7@2026-01-01`: the same question about the same day is answered by the same rule for ever.',
  })
  ruleVersion!: string;
}
