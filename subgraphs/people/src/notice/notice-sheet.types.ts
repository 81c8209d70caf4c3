import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Notice } from './notice.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'What to put up in the staff room of a school, and whom to tell: staff there whom no e-mail reaches and who have not read it here.',
})
export class NoticeSheet {
  @Field(() => Day, { description: 'Today.' })
  printedOn!: string;

  @Field(() => String, {
    description: 'The sheet as a page to print: the newest 50 notices. It names nobody.',
  })
  html!: string;

  @Field(() => String, { description: 'The same as plain text.' })
  text!: string;
}

/** A sheet as the service makes it. */
export interface NoticeSheetRow extends NoticeSheet {
  readonly schoolId: string;
}

@InputType({ description: 'That a colleague has told somebody.' })
export class ConfirmToldInPersonInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of what the person was told.' })
  noticeId!: string;

  @Field(() => ID, { description: 'The colleague who told them: somebody else of the trust.' })
  toldById!: string;

  @Field(() => Day, {
    description: 'On which day: not before the notice was put in line, and today at the latest.',
  })
  toldOn!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Whoever is named is the person themself, or was not employed that day.',
})
export class NotAColleague extends Refusal {
  constructor() {
    super('Name a colleague who was employed that day, and not the person themself.');
  }
}

export const ConfirmToldInPersonResult = createUnionType({
  name: 'ConfirmToldInPersonResult',
  description: 'The notice as it is now, or why nothing was noted.',
  types: () => [Notice, NotAColleague] as const,
  resolveType: (value: object) => (value instanceof NotAColleague ? 'NotAColleague' : Notice.name),
});
