/** That somebody has a seat, as read; days as ISO text. */
export interface SatTerm {
  readonly id: string;
  readonly personId: string;
  /** Empty for one that is only asked about, whose seat nobody looks at. */
  readonly seatId: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly rests: readonly { readonly from: string; readonly until: string }[];
}

export interface Rules {
  readonly termYears: number;
  readonly mostTerms: number;
  readonly coolingOffMonths: number;
}

const number = (day: string) => Math.round(Date.parse(day) / 86_400_000);

/** As a calendar goes: of a month that is shorter, its last day. */
function monthsLater(day: number, months: number): number {
  const at = new Date(day * 86_400_000);
  const whole = at.getUTCFullYear() * 12 + at.getUTCMonth() + months;
  const [year, month] = [Math.floor(whole / 12), whole % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Math.round(Date.UTC(year, month, Math.min(at.getUTCDate(), last)) / 86_400_000);
}

/** Walks from day to day. @returns the first rule that terms of one cohort break; null when none. */
export function againstTheRules(terms: readonly SatTerm[], rules: Rules): string | null {
  const sits = (term: SatTerm, day: number) =>
    day >= number(term.startsOn) &&
    day < number(term.endsOn) &&
    !term.rests.some(({ from, until }) => day >= number(from) && day < number(until));
  const holds = (term: SatTerm, day: number) =>
    day >= number(term.startsOn) && day < number(term.endsOn);
  const first = Math.min(...terms.map(({ startsOn }) => number(startsOn)));
  const last = Math.max(...terms.map(({ endsOn }) => number(endsOn)));
  const runs = new Map<string, { began: number; served: number; over: number }>();
  for (let day = first; day < last; day += 1) {
    const seats = new Set<string>();
    const people = new Set<string>();
    for (const term of terms) {
      if (!holds(term, day)) continue;
      if (people.has(term.personId)) return `${term.personId} has two seats`;
      people.add(term.personId);
      const run = runs.get(term.personId);
      const isNew = !run || day >= monthsLater(run.over, rules.coolingOffMonths);
      const now = isNew ? { began: day, served: 0, over: day + 1 } : { ...run, over: day + 1 };
      if (sits(term, day)) {
        if (term.seatId !== '' && seats.has(term.seatId)) return `${term.seatId} has two people`;
        seats.add(term.seatId);
        now.served += 1;
      }
      runs.set(term.personId, now);
      const longest =
        monthsLater(now.began, rules.termYears * (12 * rules.mostTerms + 6)) - now.began;
      if (now.served > longest) return `${term.personId} sits for too long`;
    }
  }
  return null;
}
