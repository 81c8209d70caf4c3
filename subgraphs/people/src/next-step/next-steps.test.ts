import { describe, expect, it } from '@jest/globals';
import '@trellis/subgraph-kit/refusal'; // brings what decorators need
import { shippedPathways } from '../pathway/pathway.codes.ts';
import { NeedKind } from '../pathway/pathway.types.ts';
import { roleProfile, roleProfiles } from '../role-profile/role-profile.codes.ts';
import { monthsWithin } from './need-comparison.ts';
import { nextStepsOf, profilesOf } from './next-steps.ts';
import { type CareerFacts, type HeldCredential, NeedAnswer } from './next-step.types.ts';

const today = '2026-11-23';

/** Posts such as `TASS 2023-09-01` or `TASS+MIDS 2023-09-01 2024-09-01`. */
function posts(...told: readonly string[]): CareerFacts['posts'] {
  return told.map((one) => {
    const [roles = '', startsOn = '', endsOn = null] = one.split(' ');
    return { roleCodes: roles.split('+'), startsOn, endsOn };
  });
}

function facts(told: Partial<CareerFacts>): CareerFacts {
  return { personId: '', posts: [], credentials: [], managed: [], networks: [], ...told };
}

const held = (...codes: readonly string[]): HeldCredential[] =>
  codes.map((kindCode) => ({ kindCode, awardedOn: '2020-07-01', expiresOn: null }));

const network = { networks: ['A network'] };
const since = (startsOn: string) => ({ managed: [{ startsOn, endsOn: null }] });

/** Each step by where it leads, with what is missing: credentials by code, other needs by kind. */
function missingOf(who: CareerFacts, from = profilesOf(who, roleProfiles, today)) {
  return nextStepsOf(who, from, shippedPathways, today).map(({ to, needs }) => {
    const missing = needs.filter(({ answer }) => answer === NeedAnswer.MISSING);
    const names = missing.map(({ need: { kind, credentials } }) =>
      kind === NeedKind.CREDENTIAL ? credentials.map(({ code }) => code).join('/') : kind,
    );
    return [to.code, ...names].join(' ');
  });
}

const teaching = 'NPQLT/NPQLTD/NPQLBC/NPQSL/NPQML';
const specialist = 'NPQLT/NPQLL/NPQLPM/MASTERS/CTEACH';

/** Worked by hand from the rows of the pathways. */
const twentyPeople: readonly (readonly [string, Partial<CareerFacts>, readonly string[]])[] = [
  [
    'a midday supervisor of three years',
    { posts: posts('MIDS 2023-09-01') },
    ['TEACHING_ASSISTANT TA_L3/HLTA'],
  ],
  [
    'a midday supervisor who has the award of a TA',
    { posts: posts('MIDA 2026-09-01'), credentials: held('TA_L3') },
    ['TEACHING_ASSISTANT'],
  ],
  [
    'a TA of one year to the day',
    { posts: posts('TASS 2025-11-23') },
    [
      'PASTORAL_WORKER',
      'TEACHER_APPRENTICE ENGLISH_L2 MATHS_L2',
      'SPECIALIST_TA EXPERIENCE SPECIALIST_TA_L5 NETWORK',
      'HLTA ENGLISH_L2 MATHS_L2 EXPERIENCE HLTA',
    ],
  ],
  [
    'a TA of three years with HLTA status, in a network',
    {
      ...{ posts: posts('TASS 2023-09-01'), ...network },
      credentials: held('ENGLISH_L2', 'MATHS_L2', 'HLTA'),
    },
    ['TEACHER_APPRENTICE', 'PASTORAL_WORKER', 'HLTA', 'SPECIALIST_TA SPECIALIST_TA_L5'],
  ],
  [
    'a TA of thirteen months in two posts at once',
    {
      posts: posts('TASS 2025-10-20', 'LSEN 2025-10-20'),
      credentials: held('ENGLISH_L2', 'MATHS_L2', 'HLTA'),
    },
    [
      ...['TEACHER_APPRENTICE', 'PASTORAL_WORKER', 'HLTA EXPERIENCE'],
      'SPECIALIST_TA EXPERIENCE SPECIALIST_TA_L5 NETWORK',
    ],
  ],
  [
    'a TA who is a midday supervisor too',
    { posts: posts('TASS 2023-09-01', 'MIDS 2023-09-01') },
    [
      ...['PASTORAL_WORKER', 'TEACHER_APPRENTICE ENGLISH_L2 MATHS_L2'],
      ...['SPECIALIST_TA SPECIALIST_TA_L5 NETWORK', 'HLTA ENGLISH_L2 MATHS_L2 HLTA'],
    ],
  ],
  [
    'an HLTA of ten months who was a TA before',
    {
      posts: posts('TASS 2024-04-01 2026-01-20', 'HLTA 2026-01-20'),
      credentials: held('ENGLISH_L2', 'MATHS_L2'),
    },
    ['TEACHER_APPRENTICE', 'SPECIALIST_TA SPECIALIST_TA_L5 NETWORK'],
  ],
  [
    'a cover supervisor',
    { posts: posts('COVR 2024-09-01'), credentials: held('ENGLISH_L2', 'MATHS_L2') },
    ['TEACHER_APPRENTICE', 'HLTA HLTA'],
  ],
  [
    'a teacher of a year without a record of QTS',
    { posts: posts('TCHR 2025-11-01') },
    [
      ...[
        `MIDDLE_LEADER EXPERIENCE ${teaching}`,
        'LEAD_PRACTITIONER EXPERIENCE NPQLTD/NPQLT/CTEACH',
      ],
      `SUBJECT_SPECIALIST EXPERIENCE ${specialist} NETWORK`,
      'ASSESSMENT_LEAD EXPERIENCE NPQLT/MASTERS/CTEACH NETWORK',
      'SENCO QTS/QTLS NPQSENCO NETWORK',
    ],
  ],
  [
    'a teacher of ten years with NPQLT, in a network',
    { posts: posts('TCHR 2016-09-01'), credentials: held('QTS', 'NPQLT'), ...network },
    [
      ...['SUBJECT_SPECIALIST', 'MIDDLE_LEADER', 'LEAD_PRACTITIONER', 'ASSESSMENT_LEAD'],
      'SENCO NPQSENCO',
    ],
  ],
  [
    'a SENCO of three years in no network',
    { posts: posts('SENC 2023-09-01'), credentials: held('QTS', 'NPQSENCO') },
    ['TRUST_SEND_LEAD NETWORK'],
  ],
  [
    'a head of department who has managed for thirteen months',
    {
      ...{ posts: posts('HDPT 2024-09-01'), credentials: held('NPQSL') },
      ...since('2025-10-20'),
    },
    ['ASSISTANT_HEAD', `SUBJECT_SPECIALIST ${specialist} NETWORK`],
  ],
  [
    'a head of department who has managed nobody',
    { posts: posts('HDPT 2024-09-01') },
    [`SUBJECT_SPECIALIST ${specialist} NETWORK`, 'ASSISTANT_HEAD NPQSL/NPQH LINE_MANAGEMENT'],
  ],
  [
    'a deputy with NPQH who has managed for three years',
    { posts: posts('DPHT 2023-09-01'), credentials: held('NPQH'), ...since('2023-09-01') },
    ['HEAD_TEACHER'],
  ],
  [
    'a caretaker whose certificate expired yesterday',
    {
      posts: posts('CTKR 2021-09-01'),
      credentials: [{ kindCode: 'NEBOSH_NGC', awardedOn: '2021-11-22', expiresOn: '2026-11-22' }],
    },
    [
      ...['PREMISES_MANAGER IOSH_MS/NEBOSH_NGC', 'ESTATES_SPECIALIST NEBOSH_NGC'],
      'COMPLIANCE_SPECIALIST NEBOSH_NGC NETWORK',
    ],
  ],
  [
    'a caretaker with the certificate, in a network',
    {
      ...{ posts: posts('CTKR 2021-09-01'), ...network },
      credentials: [{ kindCode: 'NEBOSH_NGC', awardedOn: '2021-11-24', expiresOn: '2026-11-24' }],
    },
    ['COMPLIANCE_SPECIALIST', 'PREMISES_MANAGER', 'ESTATES_SPECIALIST'],
  ],
  ['a cleaner', { posts: posts('CLNR 2020-01-06') }, ['CARETAKER FACILITIES_L2']],
  [
    'a receptionist of eleven months',
    { posts: posts('RECP 2025-12-08') },
    ['ADMINISTRATOR EXPERIENCE'],
  ],
  [
    'an administrator with AAT',
    { posts: posts('ADMC 2023-09-01'), credentials: held('AAT_L3') },
    [
      ...['FINANCE_OFFICER', 'GOVERNANCE_CLERK GOVERNANCE_L3', 'DATA_SPECIALIST NETWORK'],
      'BUSINESS_MANAGER SBP_L4 NETWORK',
    ],
  ],
  [
    'a technician whose award is tomorrow',
    {
      posts: posts('STCH 2024-09-01'),
      credentials: [{ kindCode: 'LAB_TECH_L3', awardedOn: '2026-11-24', expiresOn: null }],
    },
    ['SENIOR_TECHNICIAN LAB_TECH_L3 NETWORK'],
  ],
];

describe('next steps', () => {
  it.each(twentyPeople)('of %s', (_who, told, expected) => {
    expect(missingOf(facts(told))).toEqual(expected);
  });

  it('of somebody whose post ends today or begins tomorrow are none', () => {
    const gone = facts({ posts: posts('CTKR 2020-01-01 2026-11-23', 'CTKR 2026-11-24') });

    expect(missingOf(gone)).toEqual([]);
  });

  it('begin where one says that one is, where posts do not show it', () => {
    const specialistTeacher = facts({ posts: posts('TCHR 2016-09-01'), ...network });

    expect(missingOf(specialistTeacher, [roleProfile('SUBJECT_SPECIALIST')])).toEqual([
      'TRUST_SUBJECT_LEAD MASTERS/CTEACH/NPQLTD',
    ]);
  });

  it('leave out what can no longer or not yet be taken', () => {
    const cleaner = facts({ posts: posts('CLNR 2020-01-06') });
    const [from, to] = [roleProfile('CLEANER'), roleProfile('CARETAKER')];
    const step = {
      from,
      to,
      typicalMonths: 12,
      fundingRoutes: [],
      needs: [],
      source: 'A test',
      own: null,
    };
    const site = { code: 'SITE', name: 'Site', summary: 'Site' };
    const lasting = (validFrom: string, validTo: string | null) => [
      { ...site, steps: [{ ...step, validFrom, validTo }] },
    ];
    const count = (validFrom: string, validTo: string | null) =>
      nextStepsOf(
        cleaner,
        profilesOf(cleaner, roleProfiles, today),
        lasting(validFrom, validTo),
        today,
      ).length;

    expect(count(today, null)).toBe(1);
    expect(count('2026-11-24', null)).toBe(0);
    expect(count('2020-09-01', today)).toBe(0);
    expect(count('2020-09-01', '2026-11-24')).toBe(1);
  });

  it('give their reasons in words', () => {
    const caretaker = facts({
      ...{ posts: posts('CTKR 2021-09-01'), networks: ['Site managers'] },
      credentials: [
        { kindCode: 'NEBOSH_NGC', awardedOn: '2015-11-22', expiresOn: '2020-11-22' },
        { kindCode: 'NEBOSH_NGC', awardedOn: '2021-11-22', expiresOn: '2026-11-22' },
      ],
    });
    const [step] = nextStepsOf(caretaker, [roleProfile('CARETAKER')], shippedPathways, today);

    expect(step?.to.code).toBe('COMPLIANCE_SPECIALIST');
    expect(step?.needs.map(({ reason }) => reason)).toEqual([
      '62 months by today; 24 are asked.',
      'General certificate in occupational health and safety (NEBOSH) no longer holds since 2026-11-22.',
      'A member of Site managers.',
    ]);
  });
});

describe('time in posts', () => {
  const stretch = (startsOn: string, endsOn: string | null) => ({ startsOn, endsOn });

  it('counts days once, up to today, whatever the order', () => {
    const whole = stretch('2024-11-23', '2025-11-23');

    expect(monthsWithin([], today)).toBe(0);
    expect(monthsWithin([whole], today)).toBe(12);
    expect(monthsWithin([stretch('2025-05-23', '2025-11-23'), whole], today)).toBe(12);
    expect(monthsWithin([stretch('2025-11-23', null), whole], today)).toBe(24);
    expect(monthsWithin([stretch('2026-11-24', null)], today)).toBe(0);
    expect(monthsWithin([stretch('2025-11-24', '2030-01-01')], today)).toBe(11);
  });

  it('takes nothing off for a post that never ran', () => {
    expect(
      monthsWithin([stretch('2026-12-01', '2026-12-01'), stretch('2025-11-23', null)], today),
    ).toBe(12);
  });
});
