import { dayNumber, isoDay } from './calendar.ts';
import type { Employee } from './employee.ts';
import type { CareerLineRecord, CareerRecords, UserName } from './records.ts';

/** A line in years before, or after, somebody came to the trust. */
interface Told extends Omit<CareerLineRecord, 'personId' | 'startsOn' | 'endsOn'> {
  readonly from: number;
  /** Null: it goes on. */
  readonly to: number | null;
}

const told: Readonly<Partial<Record<UserName, readonly Told[]>>> = {
  site: [
    {
      ...{ kind: 'EARLIER_JOB', title: 'Electrician', organisation: 'Ashdown & Sons', from: -11 },
      ...{ to: -3, sharedWith: ['TRUST'] },
      whatIDid: 'Rewired schools, surgeries and shops. Trained two apprentices.',
      whatCameOfIt: 'Both are qualified electricians today.',
    },
    {
      ...{ kind: 'EARLIER_JOB', title: 'Site assistant', organisation: 'Leisure centre', from: -3 },
      ...{ to: 0, sharedWith: [], whatIDid: null, whatCameOfIt: null },
    },
    {
      ...{ kind: 'CREDENTIAL', title: 'City and Guilds, electrical installation', from: -9 },
      ...{ organisation: null, to: null, sharedWith: ['MANAGER'] },
      ...{ whatIDid: null, whatCameOfIt: null },
    },
    {
      ...{ kind: 'VOLUNTEERING', title: 'Football coach, under elevens', from: -5, to: null },
      ...{ organisation: 'Park Rangers junior football club', sharedWith: [] },
      ...{ whatIDid: 'Saturdays, with sixteen children.', whatCameOfIt: null },
    },
  ],
  teacher: [
    {
      ...{ kind: 'EARLIER_JOB', title: 'Laboratory technician', organisation: 'Water company' },
      ...{ from: -5, to: -1, sharedWith: [], whatCameOfIt: null },
      whatIDid: 'Tested what comes out of taps, four hundred samples a week.',
    },
    {
      ...{ kind: 'GOVERNANCE', title: 'Trustee', organisation: 'Community food bank', from: -1 },
      ...{ to: null, sharedWith: ['MANAGER'], whatIDid: null },
      whatCameOfIt: 'A second opening day, kept by volunteers.',
    },
  ],
};

const ofPosts: Readonly<Partial<Record<UserName, readonly [did: string, cameOfIt: string]>>> = {
  site: [
    'Look after the buildings and grounds, and open up at six.',
    'No day lost to the buildings in two winters.',
  ],
  teacher: ['Teach years seven to eleven, and run the puzzle club.', 'Forty children stay for it.'],
};

/** What some demonstration users have added to their career records, and say of their posts. */
export function careersOf(employees: readonly Employee[]): CareerRecords {
  const users = employees.flatMap(({ user, person }) => {
    const [first] = person.contracts.toSorted((one, other) =>
      one.startsOn < other.startsOn ? -1 : 1,
    );
    return user && first ? [{ user, personId: person.id, contract: first }] : [];
  });
  return {
    lines: users.flatMap(({ user, personId, contract }) => {
      const came = dayNumber(contract.startsOn);
      const dayOf = (years: number) => isoDay(came + Math.round(years * 365.25));
      return (told[user] ?? []).map(({ from, to, ...line }) => ({
        ...line,
        ...{ personId, startsOn: dayOf(from), endsOn: to === null ? null : dayOf(to) },
      }));
    }),
    words: users.flatMap(({ user, personId, contract }) => {
      const [whatIDid, whatCameOfIt] = ofPosts[user] ?? [];
      const lineId = contract.assignments[0]?.id;
      if (!whatIDid || !whatCameOfIt || !lineId) return [];
      return [{ personId, lineId, whatIDid, whatCameOfIt }];
    }),
  };
}
