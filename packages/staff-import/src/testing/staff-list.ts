import { z } from 'zod';
import { byText, type StaffFact } from './census-truth.ts';

const code = z.object({ code: z.string() });
const days = { startsOn: z.string(), endsOn: z.string().nullable() };

const assignment = z.object({
  ...days,
  school: z.object({ urn: z.string() }),
  roles: z.array(code),
  subjects: z.array(code),
  fte: z.number(),
  hoursPerWeek: z.number().nullable(),
  weeksPerYear: z.number().nullable(),
});

const person = z.object({
  givenName: z.string(),
  familyName: z.string(),
  trn: z.string().nullable(),
  contracts: z.array(
    z.object({
      ...days,
      type: code,
      expectedEndsOn: z.string().nullable(),
      assignments: z.array(assignment),
    }),
  ),
  credentials: z.object({ edges: z.array(z.object({ node: z.object({ kind: code }) })) }),
  leavePeriods: z.array(z.object({ ...days, category: code })),
});

const page = z.object({
  staffSync: z.object({
    rows: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(z.object({ node: z.object({ row: z.number(), person }) })),
    }),
  }),
});

const query = `query ($id: ID!, $after: String) {
  staffSync(id: $id) { rows(outcome: CREATED, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node { row person {
      givenName familyName trn
      contracts { type { code } startsOn endsOn expectedEndsOn
        assignments { startsOn endsOn school { urn } roles { code } subjects { code }
          fte hoursPerWeek weeksPerYear } }
      credentials { edges { node { kind { code } } } }
      leavePeriods { category { code } startsOn endsOn } } } } } } }`;

/** Sends an operation to the graph. */
export type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** @returns everybody whom a sync brought, as the graph tells of them, in the order of the file. */
export async function staffList(ask: Ask, id: string): Promise<StaffFact[]> {
  const facts: StaffFact[] = [];
  let after: string | null = null;
  do {
    const answer: unknown = await ask(query, { id, after });
    const { rows }: z.output<typeof page>['staffSync'] = page.parse(answer).staffSync;
    facts.push(...rows.edges.map(({ node }) => factOf(node.row, node.person)));
    after = rows.pageInfo.hasNextPage ? rows.pageInfo.endCursor : null;
  } while (after);
  return facts.sort((a, b) => a.row - b.row);
}

function factOf(row: number, told: z.output<typeof person>): StaffFact {
  const { givenName, familyName, trn, contracts, credentials, leavePeriods } = told;
  return {
    ...{ row, givenName, familyName, trn },
    contracts: contracts
      .map(({ type, startsOn, endsOn, expectedEndsOn, assignments }) => ({
        ...{ type: type.code, startsOn, endsOn, expectedEndsOn },
        assignments: assignments.map(postOf).sort(byText),
      }))
      .sort(byText),
    credentials: credentials.edges.map(({ node }) => node.kind.code).sort(),
    leave: leavePeriods
      .map(({ category, startsOn, endsOn }) => ({ category: category.code, startsOn, endsOn }))
      .sort(byText),
  };
}

function postOf(post: z.output<typeof assignment>) {
  const { school, roles, subjects, fte, hoursPerWeek, weeksPerYear, startsOn, endsOn } = post;
  return {
    ...{ urn: school.urn, roles: roles.map((role) => role.code) },
    ...{ subjects: subjects.map((subject) => subject.code), fte },
    ...{ hoursPerWeek, weeksPerYear, startsOn, endsOn },
  };
}
