import { GraphQLError } from 'graphql';
import type { ErrorCode } from './error-codes.ts';

/** An error whose text was written for the caller: it passes the masking as it is. */
export class Fault extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { extensions: { ...details, code } });
    this.code = code;
  }
}

/**
 * Nothing that the viewer may see has this id; a row of another trust gives the same answer.
 *
 * @param noun what was looked for, in the words of the glossary, such as `fund`.
 * @param key by what it was looked for.
 */
export function notFound(noun: string, key = 'id'): Fault {
  return new Fault('NOT_FOUND', `There is no ${noun} with that ${key}.`);
}

/** The viewer is known and may not do this. */
export function forbidden(message = 'You do not have permission for this.'): Fault {
  return new Fault('FORBIDDEN', message);
}

/** An argument breaks a limit that the message names. Never put the argument itself into it. */
export function badUserInput(message: string): Fault {
  return new Fault('BAD_USER_INPUT', message);
}
