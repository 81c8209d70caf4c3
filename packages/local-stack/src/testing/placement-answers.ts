import { z } from 'zod';
import { edges } from './secondment-answers.ts';

const id = z.string();

/** A leg of a swap as those in it see it. */
const leg = z.object({
  person: z.object({ id, name: z.string() }).nullable(),
  homeSchool: z.object({ id }),
  hostSchool: z.object({ id }),
  placement: z
    .object({
      ...{ id, version: z.number(), state: z.string() },
      missing: z.array(z.string()).nullable(),
      consents: z.array(
        z.object({
          party: z.string(),
          state: z.string(),
          school: z.object({ id }).nullable(),
        }),
      ),
    })
    .nullable(),
});

/** The swap that somebody is in. */
export const ownSwap = z.object({
  viewer: z.object({
    swaps: edges(
      z.object({
        ...{ id, state: z.string(), startsOn: z.string(), endsOn: z.string() },
        legs: z.array(leg),
      }),
    ),
  }),
});

/** What waits at a school. */
export const atSchool = z.object({
  school: z.object({
    placements: edges(
      z.object({
        ...{ id, version: z.number(), kind: z.string() },
        homeSchool: z.object({ id }),
        consents: leg.shape.placement.unwrap().shape.consents,
      }),
    ),
  }),
});

/** What a matching found. */
export const matching = z.object({
  matchSwaps: z.object({
    people: z.number(),
    isBest: z.boolean(),
    swaps: edges(z.object({ id, legs: z.array(z.object({ person: z.object({ id }) })) })),
  }),
});

/** A check that was recorded. */
export const cleared = z.object({ recordClearance: z.object({ outcome: z.literal('HELD') }) });

export const checks = ['IDENTITY', 'DBS', 'BARRED_LIST'] as const;
