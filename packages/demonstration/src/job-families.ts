/** Sorts of work in a school; each lies within one staff group of the workforce census. */
export const jobFamilies = [
  'LEADERSHIP',
  'TEACHING',
  'CLASSROOM_SUPPORT',
  'PASTORAL',
  'ADMINISTRATION',
  'BUSINESS',
  'TECHNICIANS',
  'ICT',
  'LIBRARY',
  'SITE',
  'CATERING',
  'MIDDAY',
] as const;

export type JobFamily = (typeof jobFamilies)[number];

/** Census role codes (CS050) of each family. */
export const rolesOfFamily: Readonly<Record<JobFamily, readonly string[]>> = {
  LEADERSHIP: ['HDTR', 'EXHT', 'DPHT', 'ASHT'],
  TEACHING: ['TCHR', 'HDPT', 'HDYR', 'SENC', 'ADVT'],
  CLASSROOM_SUPPORT: [
    'TASS',
    'HLTA',
    'LSEN',
    'NNSE',
    'NASS',
    'BILN',
    'COVR',
    'INVG',
    'MUSS',
    'INST',
  ],
  PASTORAL: ['PAST', 'LMEN', 'BEHM', 'WELF', 'THER', 'NURS', 'HSLO'],
  ADMINISTRATION: ['ADMC', 'RECP', 'ATTN', 'EXAM', 'DATA', 'PAHT', 'SSEC', 'OADM'],
  BUSINESS: ['BUSS', 'BURS', 'FINC', 'OMAN', 'OCSU'],
  TECHNICIANS: ['STCH', 'TTCH', 'ARTD', 'RPRG'],
  ICT: ['ICTM', 'ICTT'],
  LIBRARY: ['LIBR'],
  SITE: ['CTKR', 'PREM', 'CLNR', 'OPRE'],
  CATERING: ['COOK', 'CATR'],
  MIDDAY: ['MIDA', 'MIDS'],
};

const families = new Map(
  jobFamilies.flatMap((family) => rolesOfFamily[family].map((role) => [role, family] as const)),
);

/** @throws when the demonstration knows no such role. */
export function jobFamilyOf(roleCode: string): JobFamily {
  const family = families.get(roleCode);
  if (!family) throw new Error(`No family of jobs has the role ${roleCode}.`);
  return family;
}

/** Teachers have a teacher reference number; hardly anybody else does. */
export const isTeacherRole = (roleCode: string): boolean =>
  ['LEADERSHIP', 'TEACHING'].includes(jobFamilyOf(roleCode));

/** Staff groups of the census by role, as people has them; all other roles are in other support. */
const rolesOfStaffGroup: Readonly<Record<string, readonly string[]>> = {
  TEACHER: [...rolesOfFamily.LEADERSHIP, ...rolesOfFamily.TEACHING],
  TEACHING_ASSISTANT: ['TASS', 'HLTA', 'LSEN', 'NNSE', 'NASS', 'BILN'],
  ADMINISTRATIVE: [...rolesOfFamily.ADMINISTRATION, 'OCSU'],
  SCHOOL_BUSINESS_PROFESSIONAL: ['BUSS', 'BURS', 'FINC', 'OMAN', 'ICTM', 'PREM'],
  TECHNICIAN: [...rolesOfFamily.TECHNICIANS, 'ICTT'],
  AUXILIARY: ['CTKR', 'CLNR', 'OPRE', 'INVG', ...rolesOfFamily.CATERING, ...rolesOfFamily.MIDDAY],
};

/** @returns code of the staff group to which a role belongs. */
export function staffGroupOf(roleCode: string): string {
  const found = Object.entries(rolesOfStaffGroup).find(([, roles]) => roles.includes(roleCode));
  return found?.[0] ?? 'OTHER_SCHOOL_SUPPORT';
}
