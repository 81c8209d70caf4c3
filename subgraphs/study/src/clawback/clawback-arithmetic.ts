import type { TieInKind } from '../agreement/agreement.types.ts';

/** What somebody agreed to about leaving. */
export interface TieIn {
  readonly tieInKind: `${TieInKind}`;
  readonly tieInMonths: number;
  readonly beforeCompletionPercent: number;
  readonly bands: readonly { readonly months: number; readonly percent: number }[];
}

/** What the amount depends on; days are ISO text. */
export interface Leaving {
  /** First day on which the trust does not employ them. */
  readonly leftOn: string;
  /** The day on which they finished or gave up; null while they study. */
  readonly endedOn: string | null;
  /** What recoverable funding lines paid and were not paid back. */
  readonly basePence: number;
}

export interface Owed {
  readonly amountPence: number;
  /** How it comes about, in sentences for the person. */
  readonly arithmetic: readonly string[];
}

/**
 * What somebody who leaves owes back by their agreement. Days are whole, a month later is the same day
 * of that month or its last one, and what is left of a penny is let go.
 */
export function owedBy(tieIn: TieIn, { leftOn, endedOn, basePence }: Leaving): Owed {
  if (tieIn.tieInKind === 'NONE') return nothing('The agreement asks for nothing back.');
  if (basePence <= 0) return nothing('Nothing was paid that can be asked back.');
  const paid = `${pounds(basePence)} was paid that can be asked back.`;
  if (endedOn === null || leftOn <= endedOn) {
    const { beforeCompletionPercent: percent } = tieIn;
    const why = `Leaving on ${leftOn} is before the end of study.`;
    return shareOf(basePence, percent, [paid, why]);
  }
  const endsOn = monthsLater(endedOn, tieIn.tieInMonths);
  if (leftOn >= endsOn) {
    return nothing(`Study ended on ${endedOn}, and the tie-in on ${endsOn}.`);
  }
  if (tieIn.tieInKind === 'DAILY') {
    const [left, all] = [daysBetween(leftOn, endsOn), daysBetween(endedOn, endsOn)];
    const amountPence = Number((BigInt(basePence) * BigInt(left)) / BigInt(all));
    const days = `From ${leftOn} to ${endsOn} are ${String(left)} of ${String(all)} days of the tie-in.`;
    const product = `${pounds(basePence)} × ${String(left)} ÷ ${String(all)} = ${pounds(amountPence)}.`;
    return { amountPence, arithmetic: [paid, days, product] };
  }
  const band = tieIn.bands.find(({ months }) => leftOn < monthsLater(endedOn, months));
  const months = band?.months ?? 0;
  const why = `Leaving on ${leftOn} is less than ${String(months)} months after ${endedOn}.`;
  return shareOf(basePence, band?.percent ?? 0, [paid, why]);
}

/** @returns the first day on which somebody may leave and owe nothing; null while they study. */
export const tieInEnd = ({ tieInMonths }: TieIn, endedOn: string | null): string | null =>
  endedOn === null ? null : monthsLater(endedOn, tieInMonths);

function shareOf(basePence: number, percent: number, why: readonly string[]): Owed {
  const amountPence = Number((BigInt(basePence) * BigInt(percent)) / 100n);
  const product = `${pounds(basePence)} × ${String(percent)}% = ${pounds(amountPence)}.`;
  return { amountPence, arithmetic: [...why, product] };
}

const nothing = (why: string): Owed => ({ amountPence: 0, arithmetic: [why] });

/** The same day so many months later, or the last of that month: a year after 29 February is the 28th. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

const daysBetween = (from: string, to: string) =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

/** In pounds, as people read it: £1,234.50. */
const pounds = (pence: number) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(pence / 100);

/**
 * Divides an amount among lines by what each paid: whole pence, to the last one.
 *
 * @param paid pence by line; the amount is no more than they come to.
 * @returns pence by line, in the same order.
 */
export function sharesOf(amountPence: number, paid: readonly number[]): number[] {
  const all = paid.reduce((sum, pence) => sum + pence, 0);
  const shares = paid.map((pence) => Number((BigInt(amountPence) * BigInt(pence)) / BigInt(all)));
  let left = amountPence - shares.reduce((sum, pence) => sum + pence, 0);
  return shares.map((share, index) => {
    const more = Math.min(left, (paid[index] ?? 0) - share, 1);
    left -= more;
    return share + more;
  });
}
