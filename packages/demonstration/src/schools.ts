import { districtPositions, referenceSchools } from './reference.ts';
import type { DistrictPosition, ReferenceSchool, SchoolKind } from './reference.ts';
import { schoolIdOf, wellKnown } from './well-known.ts';

/** A school of a trust of the demonstration. */
export interface TrustSchool extends ReferenceSchool {
  readonly id: string;
  /** Of its postcode district; null where we do not have it. */
  readonly position: DistrictPosition | null;
  /** How many work there now or lately, by what is usual for its kind and its pupils. */
  readonly usualStaff: number;
}

/**
 * Real schools of Bristol, and one of Wiltshire far from them; the first is the one whose head is a
 * demonstration user.
 */
const mainUrns = [
  ...[wellKnown.hubSchoolUrn, '138204', '147219', '135959', '141705', '138448', '138855', '147072'],
  ...['108964', '108975', '109116', '109130', '109132', '131522', '132196', '135203', '135867'],
  ...['137212', '137518', '108960', '108961', '144863', '144864', '145320', '146964'],
  ...['139050', '109386', '148296', '142780', '108894', '134241', '137230'],
];

/** Real schools of Cornwall. */
const otherUrns = ['112067', '111794', '140778', '143996', '143166', '111790'];

/** @returns the schools of the main and of the second trust. */
export function demonstrationSchools(): { main: TrustSchool[]; other: TrustSchool[] } {
  const byUrn = new Map(referenceSchools().map((school) => [school.urn, school]));
  const inTrust = (urn: string): TrustSchool => {
    const school = byUrn.get(urn);
    if (!school) throw new Error(`The reference schools lack the one with URN ${urn}.`);
    return trustSchool(school);
  };
  return { main: mainUrns.map(inTrust), other: otherUrns.map(inTrust) };
}

/**
 * Schools for big trusts: the real ones that the demonstration trusts do not have, and when those run
 * out the same again under invented URNs from 900001.
 */
export function* endlessSchools(): Generator<TrustSchool, never> {
  const taken = new Set([...mainUrns, ...otherUrns]);
  const real = referenceSchools().filter(({ urn }) => !taken.has(urn));
  for (const school of real) yield trustSchool(school);
  for (let number = 1; ; number += 1) {
    const school = real[(number - 1) % real.length];
    if (!school) throw new Error('There are no reference schools.');
    yield trustSchool({ ...school, urn: String(900_000 + number), openDate: '' });
  }
}

const positions = districtPositions();

/** Usual staff of a school without pupils, and for each pupil: counted in heads, not full time. */
const staffing: Readonly<Record<SchoolKind, readonly [basis: number, forEachPupil: number]>> = {
  NURSERY: [8, 0.14],
  PRIMARY: [9, 0.105],
  SECONDARY: [22, 0.09],
  ALL_THROUGH: [22, 0.1],
  SPECIAL: [18, 0.42],
  ALTERNATIVE: [12, 0.45],
};

function trustSchool(school: ReferenceSchool): TrustSchool {
  const [basis, forEachPupil] = staffing[school.kind];
  const [district = ''] = school.postcode.split(' ');
  return {
    ...school,
    id: schoolIdOf(school.urn),
    position: positions.get(district) ?? null,
    usualStaff: Math.round(basis + forEachPupil * school.pupils),
  };
}
