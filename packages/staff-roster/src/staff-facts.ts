import { z } from 'zod';

const day = z.iso.date();
const days = { startsOn: day, endsOn: day.nullable() };

/** What people tells of somebody: all that others need in order to decide what is open to them. */
export const staffFactsShape = z.object({
  /** On the day of telling; the days of contracts say what holds later. */
  status: z.enum(['EMPLOYED', 'FUTURE', 'LEFT']),
  hasWorkMailbox: z.boolean(),
  contracts: z.array(z.object({ id: z.uuid(), type: z.string(), ...days })),
  assignments: z.array(
    z.object({
      id: z.uuid(),
      contractId: z.uuid(),
      schoolId: z.uuid(),
      roleCodes: z.array(z.string()),
      staffGroups: z.array(z.string()),
      subjectCodes: z.array(z.string()),
      fte: z.number(),
      isPrimary: z.boolean(),
      ...days,
    }),
  ),
  managers: z.array(z.object({ personId: z.uuid(), ...days })),
  /** Statuses and qualifications by code, such as `QTS`; none told before they were told of. */
  credentials: z
    .array(z.object({ kind: z.string(), startsOn: day.nullable(), endsOn: day.nullable() }))
    .optional(),
  /** When somebody is away for long; of what kind is nobody's business. */
  leave: z.array(z.object(days)),
});

export type StaffFacts = z.output<typeof staffFactsShape>;

/** A page of the facts of a trust's people, in the order of their ids. */
export const staffFactsPageShape = z.object({
  people: z.array(
    z.object({
      id: z.uuid(),
      /** Number of the last event that the facts include. */
      version: z.number().int(),
      facts: staffFactsShape,
      /** Who they turned out to be. */
      mergedIntoId: z.uuid().nullable(),
    }),
  ),
  hasMore: z.boolean(),
});

export type StaffFactsPage = z.output<typeof staffFactsPageShape>;

/** What the endpoint of people is asked: its trusts, or a page of one trust's people. */
export const staffFactsQuestionShape = z.union([
  z.object({ trustId: z.null() }),
  z.object({ trustId: z.uuid(), after: z.uuid().nullable() }),
]);

export const trustsShape = z.object({ trustIds: z.array(z.uuid()) });

/** Under which people answers. Given by no role and to no key. */
export const staffFactsScope = 'staff-facts:read';

export const staffFactsPath = '/staff-facts';
