import { Fault } from './faults.ts';

const unreachable = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08003', '08006'], // it stops, starts or is full
]);
/** The last is what TypeORM says once a connection broke in the middle of an operation. */
const lostConnection =
  /timeout exceeded when trying|Connection terminated|not queryable|Client was closed|query runner was already released/;
/** No room on the disk, no memory. */
const cannotWrite = new Set(['53100', '53200']);
const tooSlow = new Set(['57014', '25P03', '25P04', '55P03']);
const collided = new Set(['40001', '40P01']);

/** @returns what PostgreSQL or the system calls the error, such as `23505` or `ECONNREFUSED`; or nothing. */
export function errorCode(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}

/** @returns what a failure of PostgreSQL, or of the way to it, is to the caller; undefined for a defect. */
export function databaseFault(failure: unknown): Fault | undefined {
  const error = thrown(failure);
  const code = errorCode(error);
  if (tooSlow.has(code)) return new Fault('TIMEOUT', 'The operation took longer than its limit.');
  if (collided.has(code)) {
    return new Fault(
      'CONFLICT',
      'Somebody else changed the same thing at the same time; try again.',
    );
  }
  if (cannotWrite.has(code))
    return new Fault('UNAVAILABLE', 'Nothing can be written now; try again later.');
  if (unreachable.has(code) || lostConnection.test(String(error))) {
    return new Fault('UNAVAILABLE', 'The data cannot be reached now; try again.');
  }
  return undefined;
}

/** GraphQL wraps what it does not know for an Error, such as one of another JavaScript realm. */
function thrown(failure: unknown): unknown {
  const isWrapped = typeof failure === 'object' && failure !== null && 'thrownValue' in failure;
  return isWrapped ? failure.thrownValue : failure;
}
