import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { PaymentService } from './payment.service.ts';
import {
  ExportPaymentsInput,
  ExportPaymentsResult,
  PaymentExport,
  RecordedPayments,
  RecordPaymentsInput,
} from './payment.types.ts';

@Resolver(() => PaymentExport)
export class PaymentResolver {
  constructor(private readonly payments: PaymentService) {}

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
