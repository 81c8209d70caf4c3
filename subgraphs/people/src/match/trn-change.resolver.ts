import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { TrnChange } from './match-change.types.ts';
import type { TrnChangeRow } from './trn.service.ts';

@Resolver(() => TrnChange)
export class TrnChangeResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who has it here; null when nobody has, or when two have to be looked at.',
  })
  person(@Root() { personId }: TrnChangeRow, @Ctx() { loaders }: Context) {
    return personId === null ? null : loaders.person.load(personId);
  }
}
