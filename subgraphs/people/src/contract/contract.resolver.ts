import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { PersonNode } from '../person/person.queries.ts';
import { Person } from '../person/person.types.ts';
import { Contract } from './contract.types.ts';

@Resolver(() => Person)
export class PersonContractsResolver {
  @FieldResolver(() => [Contract], {
    nullable: true,
    description:
      'Employments, the newest first, also those that ended. Null unless the caller is the person, their line manager, or answers for a school of theirs.',
  })
  contracts(@Root() person: PersonNode, @Ctx() { loaders }: Context): Promise<Contract[]> | null {
    return person.isInCharge ? loaders.contractsOfPerson.load(person.id) : null;
  }
}
