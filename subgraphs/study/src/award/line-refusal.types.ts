import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Field, Int, ObjectType } from 'type-graphql';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'What pays does not come to what the programme costs.',
})
export class LinesMissCost extends Refusal {
  @Field(() => Int, { description: 'What the programme costs, in pence.' })
  readonly costPence: number;

  @Field(() => Pence, { description: 'What the funding lines come to.' })
  readonly linesPence: number;

  constructor(costPence: number, linesPence: number) {
    super('The funding lines do not come to what the programme costs.');
    this.costPence = costPence;
    this.linesPence = linesPence;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The trust and its schools would pay more than the scheme allows.',
})
export class CostOverCap extends Refusal {
  @Field(() => Int, { description: 'The most that they may pay for one award, in pence.' })
  readonly capPence: number;

  constructor(capPence: number) {
    super('The trust and its schools would pay more than the scheme allows.');
    this.capPence = capPence;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The academic year of a fund or line is over.',
})
export class FundOfLastYear extends Refusal {
  @Field(() => Int, { description: 'The year that is over, named by the year it starts.' })
  readonly academicYear: number;

  constructor(academicYear: number) {
    super('The academic year of this fund is over: it can pay for nothing new.');
    this.academicYear = academicYear;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'A funding line names neither a fund nor a source and year without one.',
})
export class NoFundingSource extends Refusal {
  constructor() {
    super('A funding line needs a fund, or a source and an academic year that need none.');
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The levy may not pay for this, by the rules of the day on which it is offered.',
})
export class LevyDoesNotPay extends Refusal {
  @Field(() => [String], { description: 'Why not, or what has to hold and was not said.' })
  readonly reasons: string[];

  constructor(reasons: string[]) {
    super('Levy money may not pay for this.');
    this.reasons = reasons;
  }
}

/** Why funding lines do not pay for an award. */
export type LineRefusal =
  LinesMissCost | CostOverCap | FundOfLastYear | NoFundingSource | LevyDoesNotPay;
