import { Fault } from '@trellis/subgraph-kit/faults';

/** The ways in which a subgraph can fail to answer; also the labels of the metric. */
export type FailureKind =
  | 'timeout'
  | 'refused'
  | 'lost'
  | 'status'
  | 'malformed'
  | 'too_large'
  | 'rejected'
  /** 502 or 503: whoever stands before the subgraph says that it is not there. */
  | 'away'
  /** Too many calls were under way already. */
  | 'busy'
  /** It has failed again and again, and is let alone for some seconds. */
  | 'resting';

/** A subgraph gave no usable answer. What it said instead is not kept: it may hold anything. */
export class SubgraphFailure extends Error {
  readonly subgraph: string;
  readonly kind: FailureKind;

  constructor(subgraph: string, kind: FailureKind) {
    super(`${subgraph} gave no usable answer: ${kind}`);
    this.name = 'SubgraphFailure';
    this.subgraph = subgraph;
    this.kind = kind;
  }

  /** What the client is told. */
  toFault(): Fault {
    return new Fault(
      'SUBGRAPH_UNAVAILABLE',
      `The ${this.subgraph} part of the graph did not answer; the rest of the answer stands.`,
      { service: this.subgraph, retryable: true },
    );
  }
}

/** Failures of a moment: the same call may well succeed right after. */
const momentary: ReadonlySet<FailureKind> = new Set(['refused', 'lost', 'away']);
/** Failures that say something of the subgraph's health, and not of one answer or of us. */
const unhealthy: ReadonlySet<FailureKind> = new Set([...momentary, 'timeout', 'status']);

/** @returns whether a query is worth sending a second time. */
export function isMomentary(kind: FailureKind): boolean {
  return momentary.has(kind);
}

/** @returns whether the subgraph should be let alone if that goes on. */
export function isUnhealthy(kind: FailureKind): boolean {
  return unhealthy.has(kind);
}

/** What undici, Node and the operating system call each failure. */
const kinds: Readonly<Record<string, FailureKind>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  UND_ERR_SOCKET: 'lost',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too_large',
};

/** @returns the failure of a call to the subgraph, whatever was thrown. */
export function failureOf(subgraph: string, error: unknown): SubgraphFailure {
  if (error instanceof SubgraphFailure) return error;
  return new SubgraphFailure(subgraph, kindOfError(error));
}

/** @returns why a call failed, by its error; anything unheard of is a malformed answer. */
function kindOfError(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'malformed';
  const code = 'code' in error ? String(error.code) : '';
  return kinds[code] ?? kinds[error.name] ?? 'malformed';
}

/** @returns what a status says that no answer of GraphQL has. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401) return 'rejected';
  return status === 502 || status === 503 ? 'away' : 'status';
}
