import { GraphQLError } from 'graphql';
import { hashOf } from './seeded-random.ts';

/** What may go wrong with one value. */
const VALUE_FAULTS = [
  'error',
  'error',
  'null',
  'null',
  'shorter',
  'nullInList',
  'errorInList',
  'hidden',
];

/** What may go wrong with one entity that a subgraph is asked for. */
const ENTITY_FAULTS = ['error', 'missing', 'missing'];

/** What may go wrong with a whole call. */
const CALL_FAULTS = [
  'throws',
  'refuses',
  'refusesWithoutData',
  'answersNothing',
  'entitiesMissing',
  'entitiesShort',
  'errorBeside',
  'lies',
];

export interface FaultSettings {
  readonly seed: string;
  /** How often a value is faulty, from 0 to 1. */
  readonly rate: number;
  /** Whether subgraphs still keep what their schemas promise, by errors if need be. */
  readonly honest: boolean;
  /** Places that are spared, to find out which faults a failure needs. */
  readonly spared?: ReadonlySet<string>;
}

/** Which faults a run has. They follow from place and seed, never from when they are asked for. */
export class Faults {
  /** Where faults struck, and which: `value anna Query … → error`. */
  readonly struck = new Map<string, string>();

  constructor(readonly settings: FaultSettings) {}

  static none(): Faults {
    return new Faults({ seed: '', rate: 0, honest: true });
  }

  /** @throws the fault, where it is an error. */
  disturb(place: string, value: unknown): unknown {
    const fault = this.at(`value ${place}`, VALUE_FAULTS);
    if (fault === undefined) return value;
    if (fault === 'error') throw faultAt(place);
    if (fault === 'null') return null;
    if (fault === 'hidden') return value === 'RED' ? 'GREY' : value;
    if (!isList(value)) return value;
    if (fault === 'shorter') return value.slice(1);
    return [...value.slice(1), fault === 'nullInList' ? null : faultAt(place)];
  }

  /** @throws the fault, where it is an error. */
  loses(place: string): boolean {
    const fault = this.at(`entity ${place}`, ENTITY_FAULTS);
    if (fault === 'error') throw faultAt(place);
    return fault === 'missing';
  }

  /** What is wrong with all calls of a subgraph of one sort: by root fields, or by entities. */
  ofCalls(subgraph: string, sort: 'root' | 'entities'): string | undefined {
    return this.at(`call ${subgraph} ${sort}`, CALL_FAULTS);
  }

  private at(place: string, kinds: readonly string[]): string | undefined {
    const { seed, rate, spared } = this.settings;
    const chance = kinds === CALL_FAULTS ? Math.min(rate, 0.1) : rate;
    if (spared?.has(place) === true || hashOf(`${seed} ${place}`) / 4294967296 >= chance)
      return undefined;
    const kind = kinds[hashOf(`kind ${place} ${seed}`) % kinds.length];
    if (kind !== undefined) this.struck.set(place, kind);
    return kind;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function faultAt(place: string): GraphQLError {
  const code = ['LOST', 'NOT_FOUND', undefined][hashOf(place) % 3];
  return new GraphQLError(`lost: ${place}`, code === undefined ? {} : { extensions: { code } });
}
