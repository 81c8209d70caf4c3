import { type CareerLine, CareerLineKind } from '../career-line/career-line.types.ts';

/** Whose CV it is. */
export interface CvPerson {
  readonly name: string;
  readonly workEmail: string | null;
  readonly trustName: string;
}

/** A line as a CV has it: the person’s own words where there are any. Days are ISO text. */
export interface CvEntry {
  readonly kind: CareerLineKind;
  readonly title: string;
  readonly place: string | null;
  readonly startsOn: string | null;
  /** First day on which it no longer runs. */
  readonly endsOn: string | null;
  readonly did: string | null;
  readonly cameOfIt: string | null;
}

export type CvPart =
  'work' | 'projects' | 'elsewhere' | 'networks' | 'study' | 'credentials' | 'service' | 'other';

export interface Cv {
  readonly person: CvPerson;
  /** What they do now; null where no post runs. */
  readonly post: CvEntry | null;
  readonly parts: ReadonlyMap<CvPart, readonly CvEntry[]>;
}

const partOf: Readonly<Record<CareerLineKind, CvPart>> = {
  ROLE: 'work',
  POST: 'work',
  ACTING: 'work',
  SECONDMENT: 'work',
  SPECIALIST_ROLE: 'work',
  RESPONSIBILITY: 'work',
  ADVISING: 'work',
  DEPLOYMENT: 'work',
  EARLIER_JOB: 'work',
  PROJECT: 'projects',
  COHORT: 'projects',
  SWAP: 'elsewhere',
  SHADOWING: 'elsewhere',
  VISIT: 'elsewhere',
  MENTORING: 'elsewhere',
  NETWORK: 'networks',
  NETWORK_LEAD: 'networks',
  STUDY: 'study',
  CREDENTIAL: 'credentials',
  VOLUNTEERING: 'service',
  GOVERNANCE: 'service',
  OTHER: 'other',
};

/**
 * Puts the lines of a record together as a CV: what is hidden, taken back or still to begin is left
 * out, and one post that goes on under the next contract is one entry.
 *
 * @param lines the latest first, as the record has them.
 */
export function cvOf(person: CvPerson, lines: readonly CareerLine[], today: string): Cv {
  const told = lines.filter(
    ({ isHidden, takenBackOn, startsOn }) =>
      !isHidden && takenBackOn === null && (startsOn === null || startsOn <= today),
  );
  const entries = withoutDoublePosts(joined(told.map(entryOf)));
  const runs = ({ endsOn }: CvEntry) => endsOn === null || endsOn > today;
  const post = entries.find((entry) => entry.kind === CareerLineKind.ROLE && runs(entry));
  const parts = [...Map.groupBy(entries, ({ kind }) => partOf[kind])].map(
    ([part, some]) =>
      [part, part === 'credentials' ? some : some.toSorted(latestEndFirst)] as const,
  );
  return { person, post: post ?? null, parts: new Map(parts) };
}

/** What goes on stands first, as in any CV; of two that ended alike, the one that began later. */
function latestEndFirst(one: CvEntry, other: CvEntry): number {
  if (one.endsOn === other.endsOn) return 0;
  if (one.endsOn === null || other.endsOn === null) return one.endsOn === null ? -1 : 1;
  return one.endsOn < other.endsOn ? 1 : -1;
}

function entryOf({ kind, title, place, startsOn, endsOn, ...line }: CareerLine): CvEntry {
  const { ownWords, detail, outcome } = line;
  return {
    ...{ kind, title: ownWords?.title ?? title, place, startsOn, endsOn },
    ...{ did: ownWords?.whatIDid ?? detail, cameOfIt: ownWords?.whatCameOfIt ?? outcome },
  };
}

/** Contract after contract in the same post is one entry, unless something else was said of each. */
function joined(entries: readonly CvEntry[]): CvEntry[] {
  const kept: CvEntry[] = [];
  for (const entry of entries) {
    const place = kept.findIndex((later) => goesOnAs(entry, later));
    const later = kept[place];
    if (later) {
      const [did, cameOfIt] = [later.did ?? entry.did, later.cameOfIt ?? entry.cameOfIt];
      kept[place] = { ...later, startsOn: entry.startsOn, did, cameOfIt };
    } else kept.push(entry);
  }
  return kept;
}

function goesOnAs(entry: CvEntry, later: CvEntry): boolean {
  const isSame = later.title === entry.title && later.place === entry.place;
  const isTold = (one: CvEntry) => one.did !== null || one.cameOfIt !== null;
  return (
    entry.kind === CareerLineKind.ROLE &&
    later.kind === CareerLineKind.ROLE &&
    isSame &&
    entry.endsOn !== null &&
    entry.endsOn === later.startsOn &&
    !(isTold(entry) && isTold(later))
  );
}

/** Who was appointed to a post has it in the staff record as well, from about the same day. */
function withoutDoublePosts(entries: readonly CvEntry[]): CvEntry[] {
  const roles = entries.filter(({ kind }) => kind === CareerLineKind.ROLE);
  return entries.filter(
    (entry) =>
      entry.kind !== CareerLineKind.POST ||
      entry.did !== null ||
      !roles.some((role) => role.place === entry.place && isAbout(role.startsOn, entry.startsOn)),
  );
}

function isAbout(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  return Math.abs(Date.parse(one) - Date.parse(other)) <= 31 * 86_400_000;
}
