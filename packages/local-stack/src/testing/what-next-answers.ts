import { z } from 'zod';

/** What the steps of the story of what is next answer, as far as its test reads it. */
const id = z.string();
const edges = <Node extends z.ZodType>(node: Node) =>
  z.object({ edges: z.array(z.object({ node })) });
const counted = { totalCount: z.number() };
const text = z.object({ text: z.string() });
const written_ = z.object({ agenda: text.nullable(), sharedNotes: text.nullable() });

export const moved = z.object({ state: z.string(), version: z.number() });

export const due = z.object({
  viewer: z.object({
    person: z.object({
      conversationDue: z.object({ state: z.string(), nudgedOn: z.string().nullable() }),
    }),
    notices: edges(z.object({ kind: z.string() })),
  }),
});

export const willing = z.object({ willingColleagues: edges(z.object({ id })) });

export const arranged = z.object({ arrangeConversation: moved.extend({ id }) });

export const guide = z.object({
  conversationGuide: z.object({
    questions: z.array(z.object({ isOfStaffGroup: z.boolean() })),
    avoid: z.array(z.string()),
  }),
});

export const written = z.object({
  writeConversationNote: written_.extend({ privateNotes: text.nullable() }),
});

export const nextSteps = z.object({
  viewer: z.object({
    person: z.object({
      nextSteps: z.array(
        z.object({
          to: z.object({ lineManages: z.boolean() }),
          missingCount: z.number(),
          source: z.string(),
          needs: z.array(
            z.object({
              answer: z.string(),
              reason: z.string(),
              need: z.object({
                credentials: z.array(z.object({ programmes: z.array(z.unknown()).nullable() })),
              }),
              ways: z.object({ opportunities: edges(z.unknown()) }).nullable(),
            }),
          ),
          networks: z.array(z.object({ id })),
        }),
      ),
    }),
  }),
});

export const agreed = z.object({
  agreeAction: z.object({ id, version: z.number(), about: z.unknown() }),
});

export const joined = z.object({ joinNetwork: z.object({ joinedOn: z.string() }) });

export const settled = z.object({
  settleAction: z.object({ state: z.string(), settledOn: z.string() }),
});

export const conversation = z.object({
  careerConversation: written_
    .extend({
      state: z.string(),
      version: z.number(),
      actions: z.array(z.object({ text: z.string(), state: z.string() })),
    })
    .nullable(),
});

export const teacher = z.object({
  viewer: z.object({
    conversations: edges(z.object({ id })),
    person: z.object({
      applications: edges(z.object({ opportunity: z.object({ id, title: z.string() }) })),
      placements: edges(z.object({ id, startsOn: z.string() })),
      awards: edges(z.object({ id, amountPence: z.number() })),
    }),
  }),
});

const groups = z.array(z.object({ group: z.string() }));

export const coverage = z.object({
  byStaffGroup: groups,
  bySchool: groups,
  conversationOutcomes: z.object({ held: z.number(), withLink: z.number() }),
  managersWithoutTraining: z.object(counted),
  conversationsUnassigned: z.object(counted),
});

export const outlooks = z.object({
  staffGroupOutlooks: z.array(
    z.object({ code: z.string(), stepsToday: z.number(), openedThisTerm: z.number() }),
  ),
});

export const gaps = z.object({
  schoolsWithoutSpecialist: edges(z.object({ nearestMiles: z.number() })).extend(counted),
  findExperts: edges(z.object({ name: z.string() })),
});

export const team = z.object({
  viewer: z.object({ managerTraining: z.object({ holds: z.boolean() }) }),
  conversationsDue: edges(
    z.object({
      person: z.object({ aspirations: z.array(z.object({ sharedWith: z.array(z.string()) })) }),
    }),
  ).extend(counted),
});

export const careerRecord = z.object({
  viewer: z.object({
    careerRecord: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            ...{ id: z.string(), kind: z.string(), title: z.string(), version: z.number() },
          }),
        }),
      ),
    }),
  }),
});

export const done = z.record(z.string(), z.object({}));

export const cv = z.object({
  viewer: z.object({
    cv: z.object({
      html: z.string(),
      jsonResume: z.string(),
      pdf: z.object({ __typename: z.string(), base64: z.string().optional() }),
    }),
  }),
});
