import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Instant } from '@trellis/subgraph-kit/scalars';
import { Length } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { Pence } from '../pence.ts';

@InputType({ description: 'All that two people have approved and no file has asked for yet.' })
export class ExportPaymentsInput extends IdempotentInput {}

@InputType({ description: 'A file of what finance paid.' })
export class RecordPaymentsInput {
  @Length(1, 1_000_000, { message: 'csv has 1 to 1000000 characters' })
  @Field(() => String, {
    description:
      'CSV with the columns instalment_id, amount, paid_on and reference, at most 1,000,000 characters. The same file again changes nothing.',
  })
  csv!: string;
}

@InputType({ description: 'A payment that was recorded and not made.' })
export class TakePaymentBackInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the instalment.' })
  instalmentId!: string;

  @Field(() => Int, { description: 'Of the instalment; an older one is `CONFLICT`.' })
  version!: number;

  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'For the auditor to read, 1 to 500 characters.' })
  reason!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A file of payments for the finance system.' })
export class PaymentExport {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Instant, { description: 'When it was made.' })
  exportedAt!: Date;

  @Field(() => Int, { description: 'How many instalments it asks to pay.' })
  instalmentCount!: number;

  @Field(() => Pence, { description: 'What they come to.' })
  totalPence!: number;

  @Field(() => String, {
    description:
      'CSV: instalment_id, award_id, academic_year, source, fund, programme, amount in pounds, due_on. Text that a spreadsheet would take for a formula begins with an apostrophe.',
  })
  csv!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'No approved instalment waits for a file.',
})
export class NothingToPay extends Refusal {
  constructor() {
    super('Nothing that two people approved waits to be paid.');
  }
}

export const ExportPaymentsResult = createUnionType({
  name: 'ExportPaymentsResult',
  description: 'The file, or why there is none.',
  types: () => [PaymentExport, NothingToPay] as const,
  resolveType: (value: object) =>
    value instanceof NothingToPay ? NothingToPay.name : PaymentExport.name,
});

/** Why a row of a file of payments is not taken. */
export enum RowProblem {
  UNREADABLE = 'UNREADABLE',
  UNKNOWN = 'UNKNOWN',
  NOT_APPROVED = 'NOT_APPROVED',
  OTHER_AMOUNT = 'OTHER_AMOUNT',
  PAID_BEFORE = 'PAID_BEFORE',
  TWICE = 'TWICE',
  DAY_TO_COME = 'DAY_TO_COME',
}

registerEnumType(RowProblem, {
  name: 'PaymentRowProblem',
  description: 'Why a row of a file of payments is not taken.',
  valuesConfig: {
    UNREADABLE: { description: 'A column is missing or malformed.' },
    UNKNOWN: { description: 'The trust has no such instalment.' },
    NOT_APPROVED: { description: 'Two people have not approved it, or it was cancelled.' },
    OTHER_AMOUNT: { description: 'The amount is not the instalment’s.' },
    PAID_BEFORE: { description: 'It was paid on another day or with another reference.' },
    TWICE: { description: 'An earlier row of the file has the same instalment.' },
    DAY_TO_COME: { description: 'It was paid on a day that is still to come.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A row that was not taken; all others were.' })
export class RefusedPaymentRow {
  @Field(() => Int, { description: 'In the file; the header is row 1.' })
  row!: number;

  @Field(() => RowProblem, { description: 'Why not.' })
  problem!: RowProblem;

  @Field(() => String, { description: 'The same in a sentence.' })
  message!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What a file of payments recorded.' })
export class RecordedPayments {
  @Field(() => Int, { description: 'Instalments that are paid by this file.' })
  paidCount!: number;

  @Field(() => Pence, { description: 'What they come to.' })
  paidPence!: number;

  @Field(() => Int, { description: 'Rows that had been recorded before, and changed nothing.' })
  knownCount!: number;

  @Field(() => [RefusedPaymentRow], { description: 'Rows that were not taken, from the top.' })
  refused!: RefusedPaymentRow[];
}
