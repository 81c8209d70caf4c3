import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { OwnProgrammeService } from './own-programme.service.ts';
import { OwnProgrammeInput } from './own-programme.types.ts';
import { Programme } from './programme.types.ts';

@Resolver(() => Programme)
export class OwnProgrammeResolver {
  constructor(private readonly programmes: OwnProgrammeService) {}

  @Requires('study:manage')
  @Mutation(() => Programme, {
    nullable: true,
    description:
      'Adds a programme of the trust’s own, or says what the one of that code is from today on: a new name, cost or end. Who studies it keeps it as it was.',
  })
  keepOwnProgramme(
    @Arg('input', () => OwnProgrammeInput, { description: 'The programme.' })
    input: OwnProgrammeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.programmes.keep(viewer, input);
  }
}
