import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { Planner } from '../planner.ts';
import { BoundedPlanner } from './bounded-planner.ts';
import { CompiledExecutor } from './compiled-executor.ts';
import type { Contender } from './contender.ts';
import { plansByKeys, plansInTurn } from './plans-in-turn.ts';
import { SingleServer } from './single-server.ts';
import { StockGateway } from './stock-gateway.ts';
import { StubSubgraph } from './stub-subgraph.ts';
import { Universe } from './universe.ts';
import { SubgraphSdl } from './world-sdl.ts';
import type { World } from './world.ts';

/** A world with all who answer for it, over the same subgraphs. */
export interface Arena {
  readonly world: World;
  readonly stock: Pick<StockGateway, 'answer' | 'schema' | 'stop'>;
  readonly single: Contender;
  readonly ours: Contender;
  readonly planner: BoundedPlanner;
  /** @returns this executor with plans that never ask for something before what it needs. */
  readonly inTurn: () => Contender;
  /** @returns this executor with plans that send no more of an entity than a key. */
  readonly byKeys: () => Contender;
  /** @returns this executor with a call for each fetch of a plan. */
  readonly apart: () => Contender;
}

/** Makes the contender under test. */
export type Challenger = (
  supergraphSdl: string,
  subgraphs: ReadonlyMap<string, StubSubgraph>,
  planner: Planner,
) => Contender;

export const compiledExecutor: Challenger = (supergraphSdl, subgraphs, planner) =>
  new CompiledExecutor(supergraphSdl, subgraphs, planner);

/** @returns nothing where the world does not compose. */
export function composed(world: World): string | undefined {
  const services = world.subgraphs.map((name) => ({
    name,
    url: `http://${name}`,
    typeDefs: parse(String(new SubgraphSdl(world, name))),
  }));
  return composeServices(services).supergraphSdl;
}

/** @returns nothing where the world does not compose. */
export async function arenaOf(
  world: World,
  challenger: Challenger = compiledExecutor,
): Promise<Arena | undefined> {
  const supergraphSdl = composed(world);
  if (supergraphSdl === undefined) return undefined;
  const universe = new Universe(world);
  const subgraphs = new Map(
    world.subgraphs.map((name) => [name, new StubSubgraph(world, universe, name)]),
  );
  const stock = await StockGateway.over(supergraphSdl, subgraphs);
  const single = new SingleServer(stock.schema, universe);
  const planner = BoundedPlanner.over(supergraphSdl);
  const ours = challenger(supergraphSdl, subgraphs, planner);
  const over = (plans: Planner, joinsCalls = true) => {
    let made: Contender | undefined;
    return () => (made ??= new CompiledExecutor(supergraphSdl, subgraphs, plans, joinsCalls));
  };
  return {
    ...{ world, stock, single, ours, planner },
    inTurn: over(plansInTurn(planner)),
    byKeys: over(plansByKeys(planner)),
    apart: over(planner, false),
  };
}
