import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { Person } from '../person/person.types.ts';
import type { TermRow } from './network-term.queries.ts';
import type { NetworkTermService } from './network-term.service.ts';
import {
  AppointToNetworkInput,
  AppointToNetworkResult,
  EndNetworkTermInput,
  EndNetworkTermResult,
  ExpertLead,
  NetworkLeadership,
  NetworkTerm,
  NetworkTermRole,
} from './network-term.types.ts';

const leading = ({ role }: TermRow) => role === NetworkTermRole.LEAD;

@Resolver(() => Network)
export class NetworkLeadersResolver {
  @Requires('staff:read')
  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who leads it today, always one of its members; null when nobody does or they are out of reach.',
  })
  async lead(@Root() network: Network, @Ctx() { loaders }: Context): Promise<Person | null> {
    const term = (await loaders.standingTermsOfNetwork.load(network.id)).find(leading);
    return term ? loaders.person.load(term.personId) : null;
  }

  @Requires('staff:read')
  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who stands in for the lead today; null when nobody does or they are out of reach.',
  })
  async deputy(@Root() network: Network, @Ctx() { loaders }: Context): Promise<Person | null> {
    const standing = await loaders.standingTermsOfNetwork.load(network.id);
    const term = standing.find((one) => !leading(one));
    return term ? loaders.person.load(term.personId) : null;
  }

  @Requires('staff:read')
  @FieldResolver(() => NetworkLeadership, {
    nullable: true,
    description: 'Whether somebody leads it today, also where they are out of the caller’s reach.',
  })
  async leadership(@Root() network: Network, @Ctx() { loaders }: Context) {
    const standing = await loaders.standingTermsOfNetwork.load(network.id);
    if (standing.some(leading)) return NetworkLeadership.LED;
    return standing.length > 0 ? NetworkLeadership.DEPUTY_ACTS : NetworkLeadership.UNLED;
  }

  @Requires('staff:read')
  @FieldResolver(() => Day, {
    nullable: true,
    description:
      'First day on which nobody led it; null while somebody does, and where nobody ever has.',
  })
  async withoutLeadSince(@Root() { id }: Network, @Ctx() { loaders }: Context) {
    const standing = await loaders.standingTermsOfNetwork.load(id);
    if (standing.some(leading)) return null;
    return (await loaders.withoutLeadSince.load(id))?.since ?? null;
  }

  @Requires('staff:read')
  @FieldResolver(() => [NetworkTerm], {
    nullable: true,
    description: 'Who led it or was its deputy, does and will, the latest to begin first.',
  })
  terms(@Root() network: Network, @Ctx() { loaders }: Context): Promise<NetworkTerm[]> {
    return loaders.termsOfNetwork.load(network.id);
  }
}

@Resolver(() => Person)
export class PersonExpertLeadsResolver {
  @FieldResolver(() => [ExpertLead], {
    description:
      'Who leads their field today: the leads of the networks to which they belong, by network. Line management is another matter: see `manager`.',
  })
  expertLeads(@Root() person: Person, @Ctx() { loaders }: Context): Promise<ExpertLead[]> {
    return loaders.expertLeadsOfPerson.load(person.id);
  }
}

@Resolver(() => ExpertLead)
export class ExpertLeadResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who; null when they are out of the caller’s reach.',
  })
  person(@Root() { personId }: TermRow, @Ctx() { loaders }: Context): Promise<Person | null> {
    return loaders.person.load(personId);
  }

  @FieldResolver(() => Network, { nullable: true, description: 'Which network they lead.' })
  network(@Root() { networkId }: TermRow, @Ctx() { loaders }: Context): Promise<Network | null> {
    return loaders.network.load(networkId);
  }
}

@Resolver(() => NetworkTerm)
export class NetworkTermResolver {
  constructor(private readonly service: NetworkTermService) {}

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Whose it is; null when they are out of the caller’s reach.',
  })
  person(@Root() { personId }: TermRow, @Ctx() { loaders }: Context): Promise<Person | null> {
    return loaders.person.load(personId);
  }

  @Requires('network:join')
  @Mutation(() => AppointToNetworkResult, {
    nullable: true,
    description:
      'Give a member a term as lead or deputy. Done by the lead, the deputy and those who look after networks.',
  })
  appointToNetwork(
    @Arg('input', () => AppointToNetworkInput, { description: 'Who, as what, from when to when.' })
    input: AppointToNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.appoint(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => EndNetworkTermResult, {
    nullable: true,
    description: 'End a term of office earlier than was said.',
  })
  endNetworkTerm(
    @Arg('input', () => EndNetworkTermInput, { description: 'Which, and when.' })
    input: EndNetworkTermInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.end(viewer, input);
  }
}
