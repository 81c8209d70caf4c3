import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Pages } from '@trellis/subgraph-kit/page';
import { AllianceResolver } from './alliance/alliance.resolver.ts';
import { AllianceService } from './alliance/alliance.service.ts';
import {
  NetworkMembershipResolver,
  NetworkResolver,
  PersonNetworksResolver,
} from './network/network.resolver.ts';

/** What brings people of several schools together, for `subgraph.ts`. */
export function networks(db: Database, pages: Pages, idempotency: Idempotency) {
  return [
    new NetworkResolver(pages),
    new NetworkMembershipResolver(),
    new PersonNetworksResolver(),
    new AllianceResolver(new AllianceService(db, idempotency)),
  ];
}
