import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { ChangeInstalmentResult } from '../instalment/instalment-change.types.ts';
import type { PaymentCorrectionService } from './payment-correction.service.ts';
import type { PaymentService } from './payment.service.ts';
import {
  ExportPaymentsInput,
  ExportPaymentsResult,
  PaymentExport,
  RecordedPayments,
  RecordPaymentsInput,
  TakePaymentBackInput,
} from './payment.types.ts';

@Resolver(() => PaymentExport)
export class PaymentResolver {
  constructor(
    private readonly payments: PaymentService,
    private readonly corrections: PaymentCorrectionService,
  ) {}

  @Requires('payment:approve')
  @Mutation(() => ChangeInstalmentResult, {
    nullable: true,
    description:
      'Takes back that an instalment was paid, by a new entry: it is approved again, and can be paid.',
  })
  takePaymentBack(
    @Arg('input', () => TakePaymentBackInput, { description: 'The mistake.' })
    input: TakePaymentBackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.corrections.takeBack(viewer, input);
  }

  @Requires('payment:approve')
  @Mutation(() => ExportPaymentsResult, {
    nullable: true,
    description: 'A file for the finance system of all approved instalments that no file has yet.',
  })
  exportPayments(
    @Arg('input', () => ExportPaymentsInput, { description: 'A key, to get the same file again.' })
    input: ExportPaymentsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.payments.exportAll(viewer, input);
  }

  @Requires('payment:approve')
  @Mutation(() => RecordedPayments, {
    nullable: true,
    description: 'Records what finance paid; a row that does not fit is refused by itself.',
  })
  recordPayments(
    @Arg('input', () => RecordPaymentsInput, { description: 'The file.' })
    input: RecordPaymentsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.payments.record(viewer, input);
  }
}
