import { federatedSchema } from '@trellis/subgraph-kit/federated-schema';
import type { SubgraphDefinition } from '@trellis/subgraph-kit/serve';
import { PrincipalResolver } from './access/principal.resolver.ts';
import { PrincipalService } from './access/principal.service.ts';
import { ViewerResolver } from './access/viewer.resolver.ts';
import {
  AssignmentResolver,
  ContractAssignmentsResolver,
  PersonAssignmentsResolver,
} from './assignment/assignment.resolver.ts';
import { type Context, type Loaders, loadersFor } from './context.ts';
import { PersonContractsResolver } from './contract/contract.resolver.ts';
import { peopleDatabase } from './database-shape.ts';
import { SchoolHeadcountResolver, TrustHeadcountResolver } from './headcount/headcount.resolver.ts';
import { ManagerResolver } from './manager/manager.resolver.ts';
import {
  NetworkMembershipResolver,
  NetworkResolver,
import { PersonCredentialsResolver } from './credential/credential.resolver.ts';
  PersonNetworksResolver,
} from './network/network.resolver.ts';
import { PersonLeaveResolver } from './leave/leave.resolver.ts';
import { PersonResolver, SchoolStaffResolver } from './person/person.resolver.ts';
import { SchoolResolver } from './school/school.resolver.ts';
import { TrustResolver } from './trust/trust.resolver.ts';

/** The subgraph that owns schools, staff, networks and who may come in. */
export function peopleSubgraph(surroundings: Surroundings): SubgraphDefinition<Loaders> {
  return {
    name: 'people',
    database: peopleDatabase,
    // The first two are for commands that run beside the database; callers are the gateway's business.
    refusedScopes: (issuer) =>
      issuer === 'gateway'
        ? ['gias:import', 'trust:find']
        : ['gias:import', 'trust:find', 'principal:read'],
    wire: async (db, pages) => ({
      schema: await peopleSchema(db, pages, surroundings),
      loadersFor: (viewer) => loadersFor(db, pages, viewer),
    }),
  };
}

/** The schema with everything wired; nothing is read before the first operation. */
function peopleSchema(db: Database, pages: Pages, { keyEnvironment }: Surroundings) {
  const idempotency = new Idempotency(db);
  return federatedSchema<Context>(
    [
      new TrustResolver(),
      new SchoolResolver(pages),
      new PersonResolver(pages),
      new SchoolStaffResolver(),
      new PersonContractsResolver(),
      new AssignmentResolver(),
      new PersonAssignmentsResolver(),
      new ContractAssignmentsResolver(),
      new ManagerResolver(),
      new PersonLeaveResolver(),
      new PersonCredentialsResolver(),
      new NetworkResolver(pages),
      new NetworkMembershipResolver(),
      new PersonNetworksResolver(),
      new SchoolHeadcountResolver(),
      new TrustHeadcountResolver(),
      new ViewerResolver(pages),
      new PrincipalResolver(new PrincipalService(db)),
      new ApiClientResolver(pages, new ApiClientService(db, idempotency, keyEnvironment)),
    ],
    {
      Trust: ({ id = '' }, { loaders }) => loaders.trust.load(id),
      School: ({ id, urn = '' }, { loaders }) =>
        id === undefined ? loaders.schoolByUrn.load(urn) : loaders.school.load(id),
      Person: ({ id = '' }, { loaders }) => loaders.person.load(id),
      Network: ({ id = '' }, { loaders }) => loaders.network.load(id),
    },
  );
}
