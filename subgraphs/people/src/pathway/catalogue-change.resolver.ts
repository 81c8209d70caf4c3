import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { CatalogueChangeService } from './catalogue-change.service.ts';
import {
  SetPathwayStepInput,
  SetPathwayStepResult,
  SetRoleProfileInput,
  SetRoleProfileResult,
} from './catalogue-change.types.ts';

@Resolver()
export class CatalogueChangeResolver {
  constructor(private readonly changes: CatalogueChangeService) {}

  @Requires('pathway:manage')
  @Mutation(() => SetRoleProfileResult, {
    nullable: true,
    description: 'Add a sort of work to the catalogue of the trust, or change one that it added.',
  })
  setRoleProfile(
    @Arg('input', () => SetRoleProfileInput, { description: 'All of it.' })
    input: SetRoleProfileInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.setProfile(viewer, input);
  }

  @Requires('pathway:manage')
  @Mutation(() => SetPathwayStepResult, {
    nullable: true,
    description:
      'Add a step to the pathways of the trust, or change one that it added. Between two of the catalogue’s it stands instead of the catalogue’s own.',
  })
  setPathwayStep(
    @Arg('input', () => SetPathwayStepInput, { description: 'All of it.' })
    input: SetPathwayStepInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.setStep(viewer, input);
  }
}
