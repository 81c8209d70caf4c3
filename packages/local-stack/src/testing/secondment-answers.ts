import { z } from 'zod';

export const edges = <T extends z.ZodType>(node: T) =>
  z.object({ edges: z.array(z.object({ node })) });
export const person = z.object({ id: z.string() });
export const about = z.object({ id: z.string() });

export const notices = z.object({
  viewer: z.object({
    notices: edges(z.object({ kind: z.string(), about, reachedBy: z.string().nullable() })),
  }),
});

export const reach = z.object({
  opportunity: z.object({
    reach: z.object({
      eligible: z.number(),
      told: z.number(),
      unreached: edges(z.object({ reasons: z.array(z.string()), person })),
    }),
    fairnessWindow: z.object({
      earliestDecisionOn: z.string().nullable(),
      blockers: z.array(z.object({ code: z.string(), holds: z.boolean() })),
    }),
  }),
});

export const standing = z.object({
  opportunity: z.object({
    version: z.number(),
    applications: edges(
      z.object({
        ...{ id: z.string(), version: z.number(), state: z.string(), person: person.nullable() },
      }),
    ),
  }),
});
