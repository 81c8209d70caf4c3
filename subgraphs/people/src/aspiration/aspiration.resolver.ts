import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { RoleProfile } from '../role-profile/role-profile.types.ts';
import type { AspirationRow } from './aspiration.queries.ts';
import type { AspirationService } from './aspiration.service.ts';
import {
  Aspiration,
  RemoveAspirationInput,
  RemoveAspirationResult,
  WriteAspirationInput,
  WriteAspirationResult,
} from './aspiration.types.ts';

@Resolver(() => Aspiration)
export class AspirationResolver {
  constructor(private readonly aspirations: AspirationService) {}

  @Requires('conversation:hold')
  @Mutation(() => WriteAspirationResult, {
    nullable: true,
    description: 'Say what one hopes for, and who may read it; or change what one said.',
  })
  writeAspiration(
    @Arg('input', () => WriteAspirationInput, { description: 'What, and for whom.' })
    input: WriteAspirationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.aspirations.write(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => RemoveAspirationResult, {
    nullable: true,
    description: 'Remove one of one’s own for good.',
  })
  removeAspiration(
    @Arg('input', () => RemoveAspirationInput, { description: 'Which.' })
    input: RemoveAspirationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.aspirations.remove(viewer, input);
  }

  @FieldResolver(() => RoleProfile, {
    nullable: true,
    description: 'Of the catalogue, if it is about one.',
  })
  async roleProfile(
    @Root() { roleProfileCode }: AspirationRow,
    @Ctx() { loaders }: Context,
  ): Promise<RoleProfile | null> {
    if (roleProfileCode === null) return null;
    const { profiles } = await loaders.catalogue();
    return profiles.find(({ code }) => code === roleProfileCode) ?? null;
  }
}

@Resolver(() => Person)
export class PersonAspirationsResolver {
  @FieldResolver(() => [Aspiration], {
    nullable: true,
    description:
      'What they hope for, as far as they share it with the caller; the newest first. What is not shared is not counted either.',
  })
  aspirations(@Root() { id }: Person, @Ctx() { loaders }: Context): Promise<Aspiration[]> {
    return loaders.aspirationsOfPerson.load(id);
  }
}
