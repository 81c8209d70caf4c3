import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Runs `work` such that errors and log lines made in it carry the request's id. */
export function asRequest<T>(requestId: string, work: () => T): T {
  return requests.run(requestId, work);
}

/** The id of the client request at hand, or a word for none. */
export function currentRequestId(): string {
  return requests.getStore() ?? 'none';
}
