import type { SchoolKind } from './reference.ts';

/** One line of how a kind of school is staffed. */
export interface PlanLine {
  /** Role codes of the post, the main one first. */
  readonly roles: readonly [string, ...string[]];
  /** At least this many, whatever the size. */
  readonly least: number;
  /** Share of all posts, in hundredths. */
  readonly percent: number;
}

const line = (roles: string, least: number, percent: number): PlanLine => {
  const [main = roles, ...others] = roles.split(' ');
  return { roles: [main, ...others], least, percent };
};

const secondary = [
  line('HDTR', 1, 0),
  line('DPHT', 1, 1.2),
  line('ASHT', 2, 2.5),
  line('SENC TCHR', 1, 0.5),
  line('HDPT TCHR', 8, 6.5),
  line('HDYR TCHR', 3, 3.5),
  line('TCHR', 8, 36),
  line('TASS', 3, 9),
  line('LSEN', 2, 5),
  line('HLTA', 1, 1.5),
  line('COVR', 1, 1.8),
  line('LMEN', 1, 1),
  line('PAST', 1, 3.2),
  line('BEHM', 0, 0.8),
  line('INVG', 2, 3),
  line('BUSS', 1, 0),
  line('FINC', 1, 1),
  line('OMAN', 1, 0),
  line('PAHT', 1, 0),
  line('ADMC', 1, 3),
  line('RECP', 1, 1),
  line('ATTN', 1, 0.6),
  line('EXAM', 1, 0),
  line('DATA', 1, 0.4),
  line('LIBR', 1, 0),
  line('STCH', 1, 2),
  line('TTCH', 1, 0.8),
  line('ARTD', 0, 0.6),
  line('RPRG', 0, 0.5),
  line('ICTM', 1, 0),
  line('ICTT', 1, 1.2),
  line('PREM', 1, 0),
  line('CTKR', 1, 1.4),
  line('CLNR', 2, 4.5),
  line('COOK', 1, 0.7),
  line('CATR', 2, 4),
  line('MIDS', 1, 0.4),
  line('MIDA', 1, 2.5),
];

const primary = [
  line('HDTR', 1, 0),
  line('DPHT', 1, 0.5),
  line('ASHT', 0, 2.5),
  line('SENC TCHR', 1, 0),
  line('TCHR', 3, 42),
  line('TASS', 2, 18),
  line('LSEN', 0, 5),
  line('HLTA', 0, 2.5),
  line('NNSE', 0, 2.5),
  line('LMEN', 0, 1.2),
  line('PAST', 0, 1.4),
  line('BUSS', 1, 0),
  line('OMAN', 0, 0.9),
  line('ADMC', 1, 2),
  line('RECP', 0, 1.2),
  line('ICTT', 0, 0.9),
  line('PREM', 0, 0.8),
  line('CTKR', 1, 1.4),
  line('CLNR', 0, 4),
  line('COOK', 1, 0.8),
  line('CATR', 0, 2.5),
  line('MIDS', 1, 0.6),
  line('MIDA', 1, 6),
];

const nursery = [
  line('HDTR', 1, 0),
  line('DPHT', 0, 2),
  line('SENC TCHR', 1, 0),
  line('TCHR', 2, 16),
  line('NNSE', 2, 22),
  line('NASS', 1, 15),
  line('TASS', 1, 12),
  line('BUSS', 1, 0),
  line('ADMC', 1, 3),
  line('CTKR', 1, 0),
  line('CLNR', 0, 4),
  line('COOK', 0, 3),
  line('MIDS', 0, 2),
  line('MIDA', 0, 6),
];

const special = [
  line('HDTR', 1, 0),
  line('DPHT', 1, 1),
  line('ASHT', 1, 2.5),
  line('SENC TCHR', 1, 0),
  line('TCHR', 4, 25),
  line('TASS', 4, 30),
  line('LSEN', 1, 12),
  line('HLTA', 1, 4),
  line('THER', 0, 3),
  line('PAST', 1, 2.5),
  line('BEHM', 0, 1.5),
  line('NURS', 0, 1),
  line('HSLO', 0, 1),
  line('BUSS', 1, 0),
  line('ADMC', 1, 2),
  line('RECP', 0, 1),
  line('ICTT', 0, 0.8),
  line('PREM', 1, 0),
  line('CTKR', 0, 1.2),
  line('CLNR', 0, 3),
  line('COOK', 1, 0),
  line('CATR', 0, 1.5),
  line('MIDS', 1, 0),
  line('MIDA', 0, 4),
];

/** How each kind of school is staffed; roughly half are not teachers, as in the workforce census. */
export const staffingPlans: Readonly<Record<SchoolKind, readonly PlanLine[]>> = {
  NURSERY: nursery,
  PRIMARY: primary,
  SECONDARY: secondary,
  ALL_THROUGH: secondary,
  SPECIAL: special,
  ALTERNATIVE: special,
};

/** The trust's central team, who sit at its first school. */
export const centralPlan: readonly PlanLine[] = [
  line('EXHT', 1, 0),
  line('OCSU', 3, 30),
  line('FINC', 2, 15),
  line('BURS', 1, 0),
  line('DATA', 2, 10),
  line('ADVT', 2, 25),
  line('ICTM', 1, 0),
  line('ADMC', 2, 20),
];
