import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import type { OrganiserConflictService } from './organiser-conflict.service.ts';
import { StepBackFromChoosingInput } from './organiser-conflict.types.ts';

@Resolver(() => Opportunity)
export class OrganiserConflictResolver {
  constructor(private readonly service: OrganiserConflictService) {}

  @Requires('opportunity:publish')
  @Mutation(() => Opportunity, {
    nullable: true,
    description:
      'As one who answers for an opportunity, say whom one is close to; the people team may say it of another. While one of those named applies, whoever is close decides nothing of it (`FORBIDDEN`), and reads neither the panel nor what that person wrote.',
  })
  stepBackFromChoosing(
    @Arg('input', () => StepBackFromChoosingInput, { description: 'Of what, and who.' })
    input: StepBackFromChoosingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.stepBack(viewer, input);
  }
}
