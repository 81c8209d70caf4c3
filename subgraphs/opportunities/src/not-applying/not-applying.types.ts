import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { AlreadyApplied, NotOpen } from '../application/application-change.types.ts';

/** What weighed most with somebody who does not apply. */
export enum NotApplyingReason {
  COVER = 'COVER',
  CARING = 'CARING',
  TRAVEL = 'TRAVEL',
  CONFIDENCE = 'CONFIDENCE',
  HOURS = 'HOURS',
  OTHER = 'OTHER',
}

registerEnumType(NotApplyingReason, {
  name: 'NotApplyingReason',
  description: 'What weighed most with somebody who does not apply.',
  valuesConfig: {
    COVER: { description: 'Nobody would do their work meanwhile.' },
    CARING: { description: 'They care for somebody.' },
    TRAVEL: { description: 'It is too far, or takes too long to get to.' },
    CONFIDENCE: { description: 'They do not think that they would be chosen, or could do it.' },
    HOURS: { description: 'The hours or days do not fit.' },
    OTHER: { description: 'Something else; they need not say what.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'Why somebody does not apply, as they said it of their own accord. Only they ever read it; others learn how many said the same.',
})
export class ReasonNotToApply {
  @Field(() => ID, { description: 'That of the opportunity.' })
  id!: string;

  @Field(() => NotApplyingReason, { description: 'What weighed most.' })
  reason!: NotApplyingReason;

  @Field(() => Date, { description: 'When it was said.' })
  givenAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'How many do not apply for one reason.' })
export class ReasonCount {
  @Field(() => NotApplyingReason, { description: 'What weighed most.' })
  reason!: NotApplyingReason;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many said so; null where it, or what follows from it, would be fewer than five.',
  })
  people!: number | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Why people who were told did not apply, as far as they said. Small numbers are not told, nor what shows them.',
})
export class ReasonsNotApplied {
  @Field(() => Int, {
    nullable: true,
    description: 'How many said why; null where small numbers would follow from it.',
  })
  people!: number | null;

  @Field(() => [ReasonCount], { description: 'Each reason, in the order of the list of reasons.' })
  byReason!: readonly ReasonCount[];
}

@InputType({ description: 'Why the caller does not apply.' })
export class SayWhyNotApplyingInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @Field(() => NotApplyingReason, {
    description: 'What weighs most; it replaces what was said before.',
  })
  reason!: NotApplyingReason;
}

@InputType({ description: 'Of what the caller takes their reason back.' })
export class TakeReasonBackInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'That a reason is gone for good.' })
export class ReasonTakenBack {
  @Field(() => ID, { description: 'That of the opportunity.' })
  id!: string;
}

export const SayWhyNotApplyingResult = createUnionType({
  name: 'SayWhyNotApplyingResult',
  description: 'What was said, or why it was not taken.',
  types: () => [ReasonNotToApply, NotOpen, AlreadyApplied] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : ReasonNotToApply.name,
});

export const TakeReasonBackResult = createUnionType({
  name: 'TakeReasonBackResult',
  description: 'That it is gone.',
  types: () => [ReasonTakenBack] as const,
  resolveType: () => ReasonTakenBack.name,
});
