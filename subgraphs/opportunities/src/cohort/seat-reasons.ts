/** Why somebody cannot have a seat, as the database says it. */
export interface SeatBar {
  readonly bar: 'NO_POST' | 'KEPT_FOR_OTHERS' | 'SITS_THEN' | 'SAT_TO_THE_LIMIT';
  /** From when they could; null where no day can be told. */
  readonly againOn: string | null;
  readonly startsOn: string;
  readonly keptReason: string | null;
  readonly mostTerms: number;
  readonly coolingOffMonths: number;
}

/** @returns the bars in sentences for the person. */
export function seatReasons(bars: readonly SeatBar[]): string[] {
  return bars.map(inWords);
}

function inWords(one: SeatBar): string {
  const { bar, startsOn, againOn, keptReason, mostTerms, coolingOffMonths } = one;
  switch (bar) {
    case 'NO_POST':
      return `You have no post in the trust on ${startsOn}, when the seat begins.`;
    case 'KEPT_FOR_OTHERS':
      return `You have no post for which the seat is kept on ${startsOn}. Why it is kept: ${keptReason ?? ''}`;
    case 'SITS_THEN':
      return `You have a seat there until ${againOn ?? ''}; nobody has two at once.`;
    case 'SAT_TO_THE_LIMIT':
      return `You would sit there for longer than ${terms(mostTerms)} without a break of ${months(
        coolingOffMonths,
      )}. You can have a seat there again from ${againOn ?? ''} on.`;
  }
}

const terms = (count: number) => (count === 1 ? 'one term' : `${String(count)} terms`);
const months = (count: number) => (count === 1 ? 'one month' : `${String(count)} months`);
