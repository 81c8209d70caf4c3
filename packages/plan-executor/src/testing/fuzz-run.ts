import { arenaOf, compiledExecutor } from './arena.ts';
import type { Arena, Challenger } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case, Outcome } from './comparison.ts';
import { Coverage } from './coverage.ts';
import type { FaultSettings } from './faults.ts';
import { OperationGenerator } from './operation-generator.ts';
import { reasonOfOurs } from './our-advantages.ts';
import { reasonOfStock } from './stock-faults.ts';
import { generateWorld } from './world-generator.ts';

const OPERATIONS_A_WORLD = 8;

export interface FuzzSettings {
  /** Of the first world; the next has the next. */
  readonly seed: number;
  /** How many cases to run, rounded up to a whole world. */
  readonly cases: number;
  readonly challenger?: Challenger;
  /** Stops the run after so many failures. */
  readonly mostFailures?: number;
}

/** A case that ended in a way that nobody knows of. */
export interface Failure {
  readonly seed: number;
  readonly failing: Case;
  readonly who: 'ours' | 'stock';
}

/** Runs cases, world after world, and keeps count. */
export class FuzzRun {
  cases = 0;
  uncompiled = 0;
  /** Operations that the planner gave up, of which there are no cases. */
  givenUp = 0;
  readonly worlds = { made: 0, composed: 0 };
  readonly operations = { made: 0, valid: 0 };
  readonly failures: Failure[] = [];
  /** Differences that are known, by their reason. */
  readonly known = new Map<string, number>();
  readonly coverage = new Coverage();

  constructor(private readonly settings: FuzzSettings) {}

  async run(): Promise<this> {
    const { seed, cases, mostFailures = 1 } = this.settings;
    for (let next = seed; this.cases < cases && this.failures.length < mostFailures; next++) {
      await this.runWorld(next);
    }
    return this;
  }

  private async runWorld(seed: number): Promise<void> {
    this.worlds.made++;
    const arena = await arenaOf(generateWorld(String(seed)), this.challenger);
    if (arena === undefined) return;
    this.worlds.composed++;
    const generator = new OperationGenerator(arena.stock.schema);
    for (let index = 0; index < OPERATIONS_A_WORLD; index++) {
      const operation = generator.generate(`${seed} ${index}`);
      if (!arena.planner.copesWith(operation)) {
        this.givenUp++;
        continue;
      }
      for (const variables of operation.variables) {
        for (const faults of faultSettings(`${seed} ${index}`)) {
          await this.runCase(seed, arena, { operation, variables, faults });
        }
      }
    }
    this.operations.made += generator.tally.made;
    this.operations.valid += generator.tally.valid;
    await arena.stock.stop();
  }

  private async runCase(seed: number, arena: Arena, failing: Case): Promise<void> {
    this.cases++;
    const outcome = await outcomeOf(arena, failing);
    this.coverage.add(failing, outcome);
    if (outcome.ours === undefined) this.uncompiled++;
    if (outcome.oursDiffers)
      this.settle({ seed, failing, who: 'ours' }, await reasonOfOurs(arena, failing, outcome));
    if (outcome.stockDiffers)
      this.settle({ seed, failing, who: 'stock' }, await reasonOfStock(arena, failing, outcome));
  }

  private settle(failure: Failure, reason: string | undefined): void {
    if (reason === undefined) {
      this.failures.push(failure);
      return;
    }
    const told = failure.who === 'ours' ? `ours differs, for stock ${reason}` : `stock ${reason}`;
    this.known.set(told, (this.known.get(told) ?? 0) + 1);
  }

  private get challenger(): Challenger {
    return this.settings.challenger ?? compiledExecutor;
  }
}

/** Without faults, with few, with many, and with subgraphs that do not keep their own schemas. */
function faultSettings(seed: string): (FaultSettings | undefined)[] {
  return [
    undefined,
    { seed: `${seed} few`, rate: 0.03, honest: true },
    { seed: `${seed} many`, rate: 0.12, honest: true },
    { seed: `${seed} broken`, rate: 0.08, honest: false },
  ];
}

/** Whether a case fails as it failed before, for making it smaller. */
export async function failsAlike(arena: Arena, { who, failing }: Failure): Promise<boolean> {
  const outcome: Outcome = await outcomeOf(arena, failing);
  if (who === 'ours') return outcome.oursDiffers && !(await reasonOfOurs(arena, failing, outcome));
  return outcome.stockDiffers && !(await reasonOfStock(arena, failing, outcome));
}
