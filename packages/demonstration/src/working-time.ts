import { jobFamilyOf } from './job-families.ts';
import type { JobFamily } from './job-families.ts';
import type { Random } from './random.ts';

type Shares = readonly (readonly [fte: number, weight: number])[];

const mostlyFull: Shares = [
  [1, 82],
  [0.8, 8],
  [0.6, 6],
  [0.5, 4],
];
const office: Shares = [
  [1, 45],
  [0.86, 20],
  [0.72, 15],
  [0.6, 10],
  [0.5, 10],
];
const assistants: Shares = [
  [1, 15],
  [0.88, 25],
  [0.8, 15],
  [0.72, 18],
  [0.6, 12],
  [0.5, 10],
  [0.4, 5],
];
const hours: Shares = [
  [0.2, 20],
  [0.27, 25],
  [0.34, 25],
  [0.4, 20],
  [0.54, 10],
];

const sharesOfFamily: Readonly<Record<JobFamily, Shares>> = {
  LEADERSHIP: [
    [1, 93],
    [0.8, 7],
  ],
  TEACHING: mostlyFull,
  CLASSROOM_SUPPORT: assistants,
  PASTORAL: assistants,
  ADMINISTRATION: office,
  BUSINESS: mostlyFull,
  TECHNICIANS: office,
  ICT: mostlyFull,
  LIBRARY: office,
  SITE: mostlyFull,
  CATERING: [
    [0.8, 20],
    [0.68, 25],
    [0.54, 30],
    [0.4, 25],
  ],
  MIDDAY: [
    [0.14, 50],
    [0.17, 30],
    [0.2, 20],
  ],
};

const sharesOfRole: Readonly<Partial<Record<string, Shares>>> = {
  HDTR: [[1, 1]],
  EXHT: [[1, 1]],
  CLNR: hours,
  INVG: [
    [0.05, 50],
    [0.1, 50],
  ],
};

/** @returns a share of full time that is usual for the role. */
export const workingTimeOf = (roleCode: string, random: Random): number =>
  random.weighted(sharesOfRole[roleCode] ?? sharesOfFamily[jobFamilyOf(roleCode)]);
