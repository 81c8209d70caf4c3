import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { notFound } from '../../faults.ts';
import type { Pages } from '../../page.ts';
import { Requires } from '../../permission.ts';
import type { SubgraphContext } from '../../viewer.ts';
import { type ExampleLoaders, jarList } from './jar.loaders.ts';
import type { JarService } from './jar.service.ts';
import {
  AddJarInput,
  Jar,
  JarConnection,
  JarsArgs,
  Shelf,
  TakeSweetsInput,
  TakeSweetsResult,
} from './jar.types.ts';

export type Context = SubgraphContext<ExampleLoaders>;

@Resolver(() => Jar)
export class JarResolver {
  constructor(
    private readonly service: JarService,
    private readonly pages: Pages,
  ) {}

  @Query(() => JarConnection, { description: 'The jars of the trust.' })
  jars(@Args(() => JarsArgs) args: JarsArgs, @Ctx() { viewer }: Context) {
    return this.pages.of<Jar>(viewer, jarList('jars', viewer, args), args);
  }

  @Query(() => JarConnection, { description: 'The same jars, for whoever may fill them.' })
  jarsToFill(@Args(() => JarsArgs) args: JarsArgs, @Ctx() { viewer }: Context) {
    return this.pages.of<Jar>(viewer, jarList('jarsToFill', viewer, args), args);
  }

  @Query(() => Jar, { description: 'One jar.' })
  async jar(@Arg('id', () => ID) id: string, @Ctx() { loaders }: Context) {
    const jar = await loaders.jar.load(id);
    if (!jar) throw notFound('jar');
    return jar;
  }

  @Requires('jar:fill')
  @Mutation(() => Jar, { description: 'Adds a jar.' })
  addJar(@Arg('input', () => AddJarInput) input: AddJarInput, @Ctx() { viewer }: Context) {
    return this.service.add(viewer, input);
  }

  @Mutation(() => TakeSweetsResult, { description: 'Takes sweets out of a jar.' })
  takeSweets(
    @Arg('input', () => TakeSweetsInput) input: TakeSweetsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.take(viewer, input);
  }

  @Mutation(() => TakeSweetsResult, { description: 'The same without the lock that it needs.' })
  takeSweetsCarelessly(
    @Arg('input', () => TakeSweetsInput) input: TakeSweetsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.takeWithoutLock(viewer, input);
  }
}

@Resolver(() => Shelf)
export class ShelfResolver {
  @Query(() => [Shelf], { description: 'These shelves; what is not found is left out.' })
  async shelves(@Arg('ids', () => [ID]) ids: string[], @Ctx() { loaders }: Context) {
    const found = await Promise.all(ids.map((id) => loaders.shelf.load(id)));
    return found.filter((shelf) => shelf !== null);
  }

  @FieldResolver(() => JarConnection, { description: 'What stands on it.' })
  jars(@Root() shelf: Shelf, @Args(() => JarsArgs) args: JarsArgs, @Ctx() { loaders }: Context) {
    return loaders.jarsOfShelf.load(shelf.id, args);
  }
}
