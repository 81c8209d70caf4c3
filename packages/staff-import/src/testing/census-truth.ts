import type { CensusContract, CensusPerson } from './fixture-census.ts';

/** A person as the graph should tell of them after the census. Days are half-open. */
export interface StaffFact {
  readonly row: number;
  readonly givenName: string;
  readonly familyName: string;
  readonly trn: string | null;
  readonly contracts: readonly object[];
  readonly credentials: readonly string[];
  readonly leave: readonly object[];
}

/** What is true of people of a census, told without the importer. */
export function censusTruth(people: readonly CensusPerson[], urn: string): StaffFact[] {
  return people.map((person, place) => ({
    row: place + 1,
    givenName: person.givenName,
    familyName: person.familyName,
    trn: person.trn ?? null,
    contracts: person.contracts.map((contract) => contractFact(contract, person, urn)).sort(byText),
    credentials: (person.statuses ?? [])
      .map((status) => (status === 'HLTAStatus' ? 'HLTA' : status))
      .sort(),
    leave: (person.absences ?? [])
      .map(({ from, to, kind }) => ({ category: kind, startsOn: from, endsOn: dayAfter(to) }))
      .sort(byText),
  }));
}

function contractFact(contract: CensusContract, { subjects = [] }: CensusPerson, urn: string) {
  const { type, start, end, post, roles = [], hours, weeks } = contract;
  const isExtended = type === 'FXT' && (end ?? '') > '2026-11-05';
  const endsOn = isExtended ? null : dayAfter(end);
  const fullTime = contract.fullTime ?? (post ? 32.5 : 37);
  const assignments = (post ? [roles] : roles.map((role) => [role])).map((codes) => ({
    ...{ urn, roles: codes, subjects, fte: Math.round((hours / fullTime) * 100) / 100 },
    ...{ hoursPerWeek: hours, weeksPerYear: weeks ?? null, startsOn: start, endsOn },
  }));
  const expectedEndsOn = isExtended ? dayAfter(end) : null;
  return {
    ...{ type, startsOn: start, endsOn, expectedEndsOn },
    assignments: assignments.sort(byText),
  };
}

/** Puts what has no order of its own into one. */
export function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function dayAfter(day: string | undefined): string | null {
  if (day === undefined) return null;
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
