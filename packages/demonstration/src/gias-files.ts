import { localAuthorityNames } from './reference.ts';
import type { SchoolKind } from './reference.ts';
import type { GiasFiles, TrustRecord } from './records.ts';
import type { TrustSchool } from './schools.ts';
import { windows1252 } from './windows-1252.ts';

type Row = Readonly<Record<string, string>>;
type Code = readonly [code: string, name: string];

const joined = '01/09/2018';
const academies: Code = ['10', 'Academies'];

const types: Readonly<Record<SchoolKind, { type: Code; group: Code; phase: Code }>> = {
  NURSERY: {
    type: ['15', 'Local authority nursery school'],
    group: ['4', 'Local authority maintained schools'],
    phase: ['1', 'Nursery'],
  },
  PRIMARY: { type: ['34', 'Academy converter'], group: academies, phase: ['2', 'Primary'] },
  SECONDARY: { type: ['34', 'Academy converter'], group: academies, phase: ['4', 'Secondary'] },
  ALL_THROUGH: { type: ['34', 'Academy converter'], group: academies, phase: ['7', 'All-through'] },
  SPECIAL: {
    type: ['44', 'Academy special converter'],
    group: academies,
    phase: ['0', 'Not applicable'],
  },
  ALTERNATIVE: {
    type: ['42', 'Academy alternative provision converter'],
    group: academies,
    phase: ['0', 'Not applicable'],
  },
};

/** @returns the three files that GIAS would publish about the trust: those columns that tell us something. */
export function giasFiles(trust: TrustRecord, schools: readonly TrustSchool[]): GiasFiles {
  const authorities = localAuthorityNames();
  return {
    establishments: csv(schools.map((school) => establishmentRow(school, trust, authorities))),
    groups: csv([{ ...groupRow(trust), UKPRN: trust.ukprn }]),
    links: csv(schools.map((school) => linkRow(school, trust, authorities))),
  };
}

function establishmentRow(
  school: TrustSchool,
  trust: TrustRecord,
  authorities: ReadonlyMap<string, string>,
): Row {
  const { type, group, phase } = types[school.kind];
  const [lowAge, highAge] = agesOf(school);
  return {
    URN: school.urn,
    'LA (code)': school.localAuthorityCode,
    'LA (name)': authorities.get(school.localAuthorityCode) ?? '',
    EstablishmentNumber: school.establishmentNumber,
    EstablishmentName: school.name,
    ...coded('TypeOfEstablishment', type),
    ...coded('EstablishmentTypeGroup', group),
    ...coded('EstablishmentStatus', ['1', 'Open']),
    OpenDate: school.openDate,
    CloseDate: '',
    ...coded('PhaseOfEducation', phase),
    StatutoryLowAge: String(lowAge),
    StatutoryHighAge: String(highAge),
    NumberOfPupils: String(school.pupils),
    ...coded('Trusts', [trust.uid, trust.name]),
    UKPRN: String(90_000_000 + Number(school.urn)),
    Town: school.town,
    Postcode: school.postcode,
    Easting: school.position?.easting ?? '',
    Northing: school.position?.northing ?? '',
  };
}

const groupRow = (trust: TrustRecord): Row => ({
  'Group UID': trust.uid,
  'Group ID': trust.groupId,
  'Group Name': trust.name,
  'Companies House Number': trust.companiesHouseNumber,
  'Group Type (code)': '06',
  'Group Type': 'Multi-academy trust',
  'Closed Date': '',
  'Open date': '01-09-2012',
  'Incorporated on (open date)': '01-09-2012',
  'Group Status (code)': 'OPEN',
  'Group Status': 'Open',
});

function linkRow(
  school: TrustSchool,
  trust: TrustRecord,
  authorities: ReadonlyMap<string, string>,
): Row {
  const { type, phase } = types[school.kind];
  return {
    URN: school.urn,
    ...groupRow(trust),
    'Joined date': joined,
    EstablishmentName: school.name,
    ...coded('TypeOfEstablishment', type),
    ...coded('PhaseOfEducation', phase),
    ...coded('LA', [school.localAuthorityCode, authorities.get(school.localAuthorityCode) ?? '']),
  };
}

const coded = (column: string, [code, name]: Code): Row => ({
  [`${column} (code)`]: code,
  [`${column} (name)`]: name,
});

function agesOf({ kind, name, pupils }: TrustSchool): readonly [lowest: number, highest: number] {
  if (kind === 'NURSERY') return [2, 5];
  if (kind === 'PRIMARY') {
    return [
      /nursery/i.test(name) ? 3 : /junior/i.test(name) ? 7 : 4,
      /infant/i.test(name) ? 7 : 11,
    ];
  }
  if (kind === 'SECONDARY') return [11, pupils > 1200 ? 18 : 16];
  return [kind === 'ALTERNATIVE' ? 11 : 3, kind === 'SPECIAL' ? 19 : 16];
}

function csv(rows: readonly Row[]): Uint8Array {
  const header = Object.keys(rows[0] ?? {});
  const lines = [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))];
  return windows1252(lines.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join(''));
}

const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
