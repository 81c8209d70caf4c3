import { GraphQLError } from 'graphql';
import type { Fault } from '@trellis/subgraph-kit/faults';

/** A fault at its place in the answer, in the form that the masking knows how to undo. */
export function locatedFault(
  fault: Fault,
  path: readonly (string | number)[] | undefined,
): GraphQLError {
  if (!path?.length) return fault;
  const { message, extensions } = fault;
  return new GraphQLError(message, { path, extensions, originalError: fault });
}
