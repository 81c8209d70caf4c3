import { NeedKind, type StepNeed } from '../pathway/pathway.types.ts';
import {
  type CareerFacts,
  type ComparedNeed,
  type HeldCredential,
  NeedAnswer,
  type Stretch,
} from './next-step.types.ts';

type Compared = Omit<ComparedNeed, 'need' | 'ways'>;

/**
 * Says whether somebody has what a step needs, and why.
 *
 * @param today ISO text. What begins later does not count yet; what ends today no longer holds.
 */
export function compareNeed(need: StepNeed, facts: CareerFacts, today: string): ComparedNeed {
  const { answer, reason } = compared(need, facts, today);
  const { personId } = facts;
  const ways = answer === NeedAnswer.MET ? null : { personId, need: need.kind };
  return { need, answer, reason, ways };
}

function compared(need: StepNeed, facts: CareerFacts, today: string): Compared {
  switch (need.kind) {
    case NeedKind.CREDENTIAL:
      return comparedCredential(need, facts.credentials, today);
    case NeedKind.EXPERIENCE: {
      const counting = new Set(need.roles.map(({ code }) => code));
      const posts = facts.posts.filter(({ roleCodes }) => roleCodes.some((c) => counting.has(c)));
      return comparedTime(need, posts, today);
    }
    case NeedKind.LINE_MANAGEMENT:
      return comparedTime(need, facts.managed, today);
    case NeedKind.NETWORK:
      return facts.networks.length > 0
        ? { answer: NeedAnswer.MET, reason: `A member of ${facts.networks.join(', ')}.` }
        : { answer: NeedAnswer.MISSING, reason: 'In no network today.' };
    case NeedKind.PLACEMENT:
      return {
        answer: NeedAnswer.NOT_KNOWN,
        reason: 'The record of staff does not say; what they did elsewhere is among placements.',
      };
  }
}

function comparedCredential(
  { credentials }: StepNeed,
  held: readonly HeldCredential[],
  today: string,
): Compared {
  const names = new Map(credentials.map(({ code, name }) => [code, name]));
  const right = held.filter(({ kindCode }) => names.has(kindCode));
  const name = ({ kindCode }: HeldCredential) => names.get(kindCode) ?? kindCode;
  const holding = right.find((one) => holds(one, today));
  if (holding) return { answer: NeedAnswer.MET, reason: `Held: ${name(holding)}.` };
  const answer = NeedAnswer.MISSING;
  const expired = right
    .flatMap((one) => (one.expiresOn !== null && one.expiresOn <= today ? [one] : []))
    .toSorted((one, other) => ((one.expiresOn ?? '') < (other.expiresOn ?? '') ? 1 : -1))[0];
  if (expired) {
    return { answer, reason: `${name(expired)} no longer holds since ${expired.expiresOn ?? ''}.` };
  }
  const wanted = [...names.values()].join('; ');
  return { answer, reason: `The record of staff does not have: ${wanted}.` };
}

function holds({ awardedOn, expiresOn }: HeldCredential, today: string): boolean {
  return (awardedOn === null || awardedOn <= today) && (expiresOn === null || expiresOn > today);
}

function comparedTime(
  { months: wanted }: StepNeed,
  stretches: readonly Stretch[],
  today: string,
): Compared {
  const months = monthsWithin(stretches, today);
  const enough = wanted ?? 1;
  const answer = months >= enough ? NeedAnswer.MET : NeedAnswer.MISSING;
  return { answer, reason: `${String(months)} months by today; ${String(enough)} are asked.` };
}

const dayInMilliseconds = 86_400_000;
const daysOfMonth = 365 / 12;

/**
 * How long somebody has done something by a day; what they did in two posts at once counts once.
 *
 * @returns whole months of a twelfth of 365 days.
 */
export function monthsWithin(stretches: readonly Stretch[], today: string): number {
  const now = dayNumber(today);
  const spans = stretches
    .map(({ startsOn, endsOn }) => ({
      from: dayNumber(startsOn),
      to: Math.min(endsOn === null ? now : dayNumber(endsOn), now),
    }))
    .toSorted((one, other) => one.from - other.from);
  let days = 0;
  let counted = -Infinity;
  for (const { from, to } of spans) {
    days += Math.max(0, to - Math.max(from, counted));
    counted = Math.max(counted, to);
  }
  return Math.floor(days / daysOfMonth);
}

function dayNumber(day: string): number {
  return Date.parse(day) / dayInMilliseconds;
}
