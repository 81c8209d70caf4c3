import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Length, Matches } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Opportunity } from '../opportunity/opportunity.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody whom an opportunity is for and who has not been told of its newest version.',
})
export class Unreached {
  @Field(() => [String], {
    description:
      'Why, as codes: NO_ROUTE, BOUNCED or ON_LEAVE as the notice says; none while it is under way.',
  })
  reasons!: readonly string[];
}

export const UnreachedConnection = connectionOf(Unreached);

@ObjectType({
  simpleResolvers: true,
  description: 'How many of those whom an opportunity is for know of its newest version.',
})
export class Reach {
  @Field(() => Int, { description: 'Whom it is for.' })
  eligible!: number;

  @Field(() => Int, { description: 'Of these, who was told: by a notice, or otherwise as logged.' })
  told!: number;
}

@InputType({ description: 'That somebody was told of an opportunity otherwise than by a notice.' })
export class LogAlternativeNoticeInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity, whose newest version they were told of.' })
  opportunityId!: string;

  @Field(() => ID, { description: 'The person who was told.' })
  personId!: string;

  @Field(() => Day, { description: 'On which day; their school days count from it.' })
  toldOn!: string;

  @Length(1, 500, { message: 'means has 1 to 500 characters' })
  @Matches(/\S/, { message: 'means is not blank' })
  @Field(() => String, {
    description: 'How and by whom: a letter, a print, in person; 1 to 500 characters.',
  })
  means!: string;
}

@ObjectType({ implements: Refusal, description: 'Nobody waits for the person to be told.' })
export class NotWaitingToBeTold extends Refusal {
  constructor() {
    super('The person has been told already, or it is not for them.');
  }
}

@ObjectType({ implements: Refusal, description: 'On that day it could not be told.' })
export class NotToldThen extends Refusal {
  @Field(() => Day, { description: 'First day on which it could be.' })
  readonly earliestToldOn: string;

  constructor(earliestToldOn: string) {
    super(
      'Somebody can have been told only from the day of the version on, and not in days to come.',
    );
    this.earliestToldOn = earliestToldOn;
  }
}

export const LogAlternativeNoticeResult = createUnionType({
  name: 'LogAlternativeNoticeResult',
  description: 'The opportunity, or why nothing was logged.',
  types: () => [Opportunity, NotWaitingToBeTold, NotToldThen] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : Opportunity.name,
});
