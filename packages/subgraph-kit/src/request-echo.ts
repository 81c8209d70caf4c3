import { GraphQLError } from 'graphql';
import { Fault } from './faults.ts';

/** Longest that a message about a request may be. */
const longest = 300;

/**
 * Takes out of graphql-js's messages the value that the client sent: it may be a secret or huge.
 *
 * @param error whose message it is, in case one of our own faults is behind it.
 * @returns what is wrong and where, in words that hold names of the schema only.
 */
export function withoutEcho(message: string, error: unknown): string {
  if (message.includes('call stack size')) return 'The document nests too deep.';
  if (/^Variable "[^"]*" got invalid value /.test(message)) return invalidVariable(message, error);
  return shorten(message);
}

function invalidVariable(whole: string, error: unknown): string {
  const message = whole.replace(
    /; Value "[^]*" does not exist in /,
    '; the value does not exist in ',
  );
  const [, name = 'A variable'] = /^(Variable "\$\w+")/.exec(message) ?? [];
  const [, place] = / at "([\w.[\]]+)"; [^;]*$/.exec(message) ?? [];
  const behind = error instanceof GraphQLError ? faultBehind(error) : undefined;
  const why = behind ?? reasons.map((reason) => reason.exec(message)?.[1]).find(Boolean);
  return `${name} is not valid${place ? ` at "${place}"` : ''}${why ? `: ${why}` : '.'}`;
}

function faultBehind(error: GraphQLError): string | undefined {
  for (let cause: unknown = error; cause instanceof GraphQLError; cause = cause.originalError) {
    if (cause instanceof Fault) return cause.message;
  }
  return undefined;
}

/** The ends of messages that name nothing but the schema; each begins after the echo. */
const reasons: readonly RegExp[] = [
  /; (Field "\w+" of required type "[\w![\]]+" was not provided\.)$/,
  /; (Field "\w+" is not defined by type "\w+"\.)$/,
  /; (Expected non-nullable type "[\w![\]]+" not to be null\.)$/,
  /; (Expected type "\w+" to be an object\.)$/,
  /; ((?:Int|Float|String|ID|Boolean) cannot represent [a-z0-9 -]*value)/,
  /; (the value does not exist in "\w+" enum\.)$/,
];

function shorten(message: string): string {
  return message
    .replace(/, found [^]*$/, '.')
    .replace(/ value: [^]*$/, ' value.')
    .replace(/Value "[^]*?" does not exist/, 'The value does not exist')
    .slice(0, longest);
}
