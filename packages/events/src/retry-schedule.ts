/** Waits before each attempt by Standard Webhooks, in seconds; the first is made at once. */
const standardWaits = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** Longest between two attempts to reach a subgraph of ours, in milliseconds. */
const longestOwnWait = 30_000;

/**
 * When to try again by the schedule of Standard Webhooks.
 *
 * @param attempts made so far, all in vain.
 * @param retryAfterSeconds what the receiver asked for; waited for when it is longer, up to a day.
 * @returns null after the last one: then a person has to look.
 */
export function nextAttemptAt(
  attempts: number,
  now: Date,
  retryAfterSeconds: number | null = null,
): Date | null {
  const wait = standardWaits[attempts];
  if (wait === undefined) return null;
  const asked = Math.min(retryAfterSeconds ?? 0, 86_400);
  return new Date(now.getTime() + Math.max(wait, asked) * 1000);
}

/**
 * What a receiver asks for by the header `retry-after`: a number of seconds, or a date.
 *
 * @returns seconds from now; null when it asks for nothing that can be read.
 */
export function secondsAskedFor(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const until = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(until) ? null : Math.max(Math.ceil((until - now.getTime()) / 1_000), 0);
}

/** When to try a subgraph of ours again that does not answer: soon, and for ever. */
export function nextOwnAttemptAt(attempts: number, now: Date): Date {
  const wait = Math.min(100 * 2 ** Math.min(attempts, 20), longestOwnWait);
  return new Date(now.getTime() + wait);
}
