import { badUserInput } from '@trellis/subgraph-kit/faults';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Expert } from '../expertise/expertise.types.ts';
import { Network } from '../network/network.types.ts';
import type { PersonNode } from '../person/person.queries.ts';
import { Person } from '../person/person.types.ts';
import type { RoleProfile } from '../role-profile/role-profile.types.ts';
import { WillingColleague } from '../willing-colleague/willing-colleague.types.ts';
import { nextStepsOf, profilesOf } from './next-steps.ts';
import { NextStep } from './next-step.types.ts';

@Resolver(() => NextStep)
export class NextStepResolver {
  @FieldResolver(() => [WillingColleague], {
    nullable: true,
    description:
      'Colleagues in any school who do this work, and have said that they may be asked; at most 5, by name.',
  })
  colleagues(
    @Root() { to }: NextStep,
    @Ctx() { loaders }: Context,
  ): Promise<readonly WillingColleague[]> {
    return loaders.willingInRoles.load(rolesOf(to));
  }

  @FieldResolver(() => [Expert], {
    nullable: true,
    description:
      'Colleagues in any school whose expertise is endorsed today and who do this work, or where no post is called so, the work from which it leads on; at most 5, by name.',
  })
  experts(@Root() { from, to }: NextStep, @Ctx() { loaders }: Context): Promise<readonly Expert[]> {
    return loaders.expertsInRoles.load(rolesOf(to) || rolesOf(from));
  }

  @FieldResolver(() => [Network], {
    nullable: true,
    description:
      'Networks that anybody may join and to which people who do this work belong; at most 5.',
  })
  async networks(@Root() { to }: NextStep, @Ctx() { loaders }: Context) {
    const found = await loaders.networksOfRoles.load(rolesOf(to));
    const networks = await Promise.all(found.map(({ id }) => loaders.network.load(id)));
    return networks.filter((network) => network !== null);
  }
}

const rolesOf = ({ roles }: RoleProfile) => roles.map(({ code }) => code).join(' ');

@Resolver(() => Person)
export class PersonNextStepsResolver {
  @Directive('@listSize(assumedSize: 8)')
  @FieldResolver(() => [NextStep], {
    nullable: true,
    description:
      'Where they can go from where they are, with what they have and what is missing; the nearest first. Null unless the caller is the person, their line manager, or answers for a school of theirs.',
  })
  async nextSteps(
    @Root() person: PersonNode,
    @Arg('from', () => String, {
      nullable: true,
      description:
        'Code of the role profile from which they set out, where their posts do not show it, such as `SUBJECT_SPECIALIST`. By the posts that they have today when not given.',
    })
    from: string | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<readonly NextStep[] | null> {
    const { profiles, pathways } = await loaders.catalogue();
    const named = from == null ? null : profiles.filter(({ code }) => code === from);
    if (named?.length === 0) throw badUserInput('from is the code of a role profile.');
    if (!person.isInCharge) return null;
    const facts = await loaders.careerFactsOfPerson.load(person.id);
    if (!facts) return [];
    const today = londonDay();
    return nextStepsOf(facts, named ?? profilesOf(facts, profiles, today), pathways, today);
  }
}
