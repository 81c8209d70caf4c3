import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { AgreementService } from './agreement.service.ts';
import { Agreement, PublishAgreementInput } from './agreement.types.ts';

@Resolver(() => Agreement)
export class AgreementResolver {
  constructor(private readonly agreements: AgreementService) {}

  @Requires('bursary:award')
  @Mutation(() => Agreement, {
    nullable: true,
    description: 'Publishes what people agree to who accept an award: a new version of that name.',
  })
  publishAgreement(
    @Arg('input', () => PublishAgreementInput, { description: 'Text and tie-in.' })
    input: PublishAgreementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.agreements.publish(viewer, input);
  }
}
