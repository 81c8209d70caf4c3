import type { Employee } from './employee.ts';
import type { JobFamily } from './job-families.ts';
import type { programmeCodes } from './programme-codes.ts';

export type ProgrammeCode = (typeof programmeCodes)[number];
export type FundKey = 'STUDY' | 'APPRENTICESHIP' | 'LEADERSHIP';

interface ProgrammeCost {
  readonly fund: FundKey;
  readonly leastPence: number;
  readonly mostPence: number;
}

const cost = (fund: FundKey, leastPounds: number, mostPounds: number): ProgrammeCost => ({
  fund,
  leastPence: leastPounds * 100,
  mostPence: mostPounds * 100,
});

/** What trusts pay towards each programme, and out of which fund; plausible, not a price list. */
export const programmeCosts: Readonly<Record<ProgrammeCode, ProgrammeCost>> = {
  NPQEYL: cost('LEADERSHIP', 800, 1_200),
  NPQEL: cost('LEADERSHIP', 2_500, 4_100),
  NPQH: cost('LEADERSHIP', 1_200, 2_000),
  NPQSL: cost('LEADERSHIP', 800, 1_200),
  NPQSENCO: cost('STUDY', 1_000, 1_400),
  NPQLBC: cost('STUDY', 600, 1_000),
  NPQLL: cost('STUDY', 600, 1_000),
  NPQLPM: cost('STUDY', 600, 1_000),
  NPQLT: cost('STUDY', 600, 1_000),
  NPQLTD: cost('STUDY', 600, 1_000),
  MASTERS_EDUCATION: cost('STUDY', 2_000, 4_500),
  CHARTERED_TEACHER: cost('STUDY', 700, 1_100),
  EDD: cost('LEADERSHIP', 2_500, 4_000),
  TA_L3_APPRENTICESHIP: cost('APPRENTICESHIP', 4_000, 5_000),
  HLTA_STATUS: cost('STUDY', 450, 650),
  SPECIALIST_TA_L5_APPRENTICESHIP: cost('APPRENTICESHIP', 8_000, 12_000),
  TEACHER_DEGREE_APPRENTICESHIP: cost('APPRENTICESHIP', 6_000, 9_000),
  SBP_L4_APPRENTICESHIP: cost('APPRENTICESHIP', 4_500, 6_000),
  ISBL_L4_DIPLOMA: cost('STUDY', 1_800, 2_600),
  CIPFA: cost('STUDY', 2_000, 3_500),
  CIPD_L5: cost('STUDY', 1_800, 2_800),
  AAT_L3: cost('STUDY', 1_200, 1_900),
  CIPS_L4: cost('STUDY', 1_500, 2_600),
  CATERING_L2_APPRENTICESHIP: cost('APPRENTICESHIP', 3_000, 5_000),
  FACILITIES_L2_APPRENTICESHIP: cost('APPRENTICESHIP', 3_000, 4_000),
  IOSH_MANAGING_SAFELY: cost('STUDY', 250, 400),
  NEBOSH_GENERAL: cost('STUDY', 900, 1_300),
  LAB_TECHNICIAN_L3_APPRENTICESHIP: cost('APPRENTICESHIP', 6_000, 9_000),
  ICT_TECHNICIAN_L3_APPRENTICESHIP: cost('APPRENTICESHIP', 6_000, 9_000),
  LIBRARY_L3_APPRENTICESHIP: cost('APPRENTICESHIP', 4_000, 5_500),
};

const programmesOfFamily: Readonly<Record<JobFamily, readonly ProgrammeCode[]>> = {
  LEADERSHIP: ['NPQH', 'NPQEL', 'NPQSL', 'MASTERS_EDUCATION', 'EDD'],
  TEACHING: ['NPQLT', 'NPQLTD', 'NPQLBC', 'NPQSL', 'MASTERS_EDUCATION', 'CHARTERED_TEACHER'],
  CLASSROOM_SUPPORT: [
    'TA_L3_APPRENTICESHIP',
    'HLTA_STATUS',
    'SPECIALIST_TA_L5_APPRENTICESHIP',
    'TEACHER_DEGREE_APPRENTICESHIP',
  ],
  PASTORAL: ['SPECIALIST_TA_L5_APPRENTICESHIP', 'HLTA_STATUS'],
  ADMINISTRATION: ['SBP_L4_APPRENTICESHIP', 'ISBL_L4_DIPLOMA', 'AAT_L3'],
  BUSINESS: ['ISBL_L4_DIPLOMA', 'CIPFA', 'CIPD_L5', 'AAT_L3', 'CIPS_L4'],
  TECHNICIANS: ['LAB_TECHNICIAN_L3_APPRENTICESHIP'],
  ICT: ['ICT_TECHNICIAN_L3_APPRENTICESHIP'],
  LIBRARY: ['LIBRARY_L3_APPRENTICESHIP'],
  SITE: ['FACILITIES_L2_APPRENTICESHIP', 'IOSH_MANAGING_SAFELY', 'NEBOSH_GENERAL'],
  CATERING: ['CATERING_L2_APPRENTICESHIP'],
  MIDDAY: ['TA_L3_APPRENTICESHIP'],
};

/** @returns programmes that suit what the person does. */
export function programmesFor({
  family,
  role,
  subjects,
  school,
}: Employee): readonly ProgrammeCode[] {
  if (role === 'SENC') return ['NPQSENCO'];
  if (family === 'LEADERSHIP' && school.kind === 'NURSERY') return ['NPQEYL'];
  const isPrimary = subjects.includes('PRI');
  const led: ProgrammeCode[] = [
    ...(isPrimary && subjects.includes('MAT') ? (['NPQLPM'] as const) : []),
    ...(subjects.includes('ENG') ? (['NPQLL'] as const) : []),
  ];
  return family === 'TEACHING'
    ? [...led, ...programmesOfFamily.TEACHING]
    : programmesOfFamily[family];
}
