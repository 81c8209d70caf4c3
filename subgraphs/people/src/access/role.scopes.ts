/** What somebody answers for. LINE_MANAGER is not given: it follows from manager links. */
export const roleNames = ['PEOPLE_TEAM', 'HEAD', 'FINANCE', 'PANEL', 'ANALYST'] as const;

export type RoleName = (typeof roleNames)[number];

interface Rights {
  readonly scopes: readonly string[];
  /** Answers for every school of the trust. */
  readonly allSchools: boolean;
  /** Sees aggregates alone: the scopes stand instead of those of a member of staff. */
  readonly aggregatesOnly: boolean;
}

/** What each member of staff may do. */
const staffScopes: readonly string[] = [
  'staff:read',
  'opportunity:read',
  'opportunity:apply',
  'study:read',
  'conversation:hold',
  'network:join',
  'career:keep',
];

/** What a role adds; the only place where roles become scopes. */
const rightsOf: Readonly<Record<RoleName, Rights>> = {
  HEAD: {
    scopes: [
      'leave:read',
      'headcount:read',
      'opportunity:publish',
      'application:read',
      'spend:read',
      'award:read',
      'notice:tell',
      'conversation:read',
    ],
    allSchools: false,
    aggregatesOnly: false,
  },
  PEOPLE_TEAM: {
    scopes: [
      'trust:read',
      'leave:read',
      'staff:review',
      'school:write',
      'headcount:read',
      'opportunity:publish',
      'application:read',
      'spend:read',
      'award:read',
      'bursary:award',
      'study:manage',
      'study:report',
      'clawback:manage',
      'payment:approve',
      'schema:read',
      'staff:write',
      'client:manage',
      'webhook:manage',
      'changes:read',
      'notice:read',
      'notice:tell',
      'notice:bounce',
      'conversation:read',
      'conversation:manage',
      'pathway:manage',
      'aspiration:read',
      'alliance:manage',
      'network:manage',
    ],
    allSchools: true,
    aggregatesOnly: false,
  },
  FINANCE: {
    scopes: [
      'trust:read',
      'spend:read',
      'award:read',
      'bursary:award',
      'study:report',
      'fund:manage',
      'payment:approve',
      'clawback:manage',
    ],
    allSchools: true,
    aggregatesOnly: false,
  },
  PANEL: { scopes: [], allSchools: false, aggregatesOnly: false },
  ANALYST: {
    scopes: ['trust:read', 'opportunity:read', 'study:report'],
    allSchools: false,
    aggregatesOnly: true,
  },
};

/**
 * Scopes and reach that follow from somebody's roles.
 *
 * @param isStaff whether they have a contract; members of the board have none.
 */
export function rightsFrom(roles: readonly RoleName[], isStaff: boolean) {
  const rights = roles.map((role) => rightsOf[role]);
  const seesPeople = isStaff && !rights.some(({ aggregatesOnly }) => aggregatesOnly);
  const base = seesPeople ? staffScopes : [];
  const scopes = new Set([...base, ...rights.flatMap((right) => right.scopes)]);
  return { scopes: [...scopes].sort(), allSchools: rights.some(({ allSchools }) => allSchools) };
}

/** What somebody may do who has left: take along what is theirs, and change nothing else. */
export const leaverScopes: readonly string[] = ['career:keep'];
