import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { deploymentLoaders } from './deployment/deployment.loaders.ts';
import {
  DeploymentResolver,
  LendingOfferResolver,
  SpecialistMatchResolver,
  SpecialistNeedResolver,
} from './deployment/deployment.resolver.ts';
import { DeploymentService } from './deployment/deployment.service.ts';
import { LendingService } from './deployment/lending.service.ts';
import { Deployments1797200800005 } from './migrations/deployments.migration.ts';
import { LendingDistance1797300500004 } from './migrations/lending-distance.migration.ts';
import type { PlacementService } from './placement/placement.service.ts';
import { rechargeLoaders } from './recharge/recharge.loaders.ts';
import { LendingPositionResolver, RechargeResolver } from './recharge/recharge.resolver.ts';
import { RechargeService } from './recharge/recharge.service.ts';

/** The part of the subgraph that is about days lent between schools. */
export const deploymentMigrations = [Deployments1797200800005, LendingDistance1797300500004];

/** Their batched reads. */
export function deploymentReads(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return { ...deploymentLoaders(db, pages, now, viewer), ...rechargeLoaders(pages, viewer) };
}

/** Their resolvers. */
export function deploymentResolvers(
  db: Database,
  people: EntityFinder & EntityReader,
  placements: PlacementService,
  idempotency: Idempotency,
  now: Clock,
) {
  const lending = new LendingService(db, idempotency, people, now);
  return [
    new SpecialistNeedResolver(lending),
    new SpecialistMatchResolver(),
    new LendingOfferResolver(lending),
    new DeploymentResolver(new DeploymentService(db, placements, idempotency)),
    new RechargeResolver(new RechargeService(db, idempotency, now)),
    new LendingPositionResolver(),
  ];
}
