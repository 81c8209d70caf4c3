import { z } from 'zod';

/**
 * What comes from whoever wants people told of something, here opportunities. One event is one page of
 * the people; the same page again, or somebody on two pages, tells nobody twice.
 */
export const noticeRequestType = 'opportunity.notice_requested';

/** That somebody has applied, of whom no reminder is kind any more. */
export const appliedType = 'application.submitted';

/** What is read of {@link appliedType}. */
export const appliedShape = z.object({ personId: z.uuid(), opportunityId: z.uuid() });

export type Applied = z.output<typeof appliedShape>;

/** `data` of {@link noticeRequestType}; the aggregate is what it is about. */
export const noticeRequestShape = z.object({
  opportunityId: z.uuid(),
  /** What it is about where that is no opportunity, or one person’s own of one. */
  part: z
    .object({ type: z.enum(['Application', 'Placement', 'VisitSlot']), id: z.uuid() })
    .nullable()
    .default(null),
  /** Whether everybody must be known to be told; false of reminders and of one person’s own. */
  wantsProof: z.boolean().default(true),
  /** Whether it may wait for a digest. */
  canWait: z.boolean().default(true),
  /** Of what it is about: a material edit makes the next one, of which everybody is told anew. */
  version: z.number().int().min(1),
  /** What the notice is for, in capitals, such as `OPPORTUNITY_PUBLISHED`. */
  kind: z.string().regex(/^[A-Z][A-Z_]{0,59}$/),
  /** One line, at most 200 characters: the subject of the e-mail. */
  title: z.string().regex(/^\P{Cc}{1,200}$/u),
  /** Plain text, at most 10,000 characters. */
  text: z.string().max(10_000),
  /** ISO day: the last on which the notice is of use. */
  closesOn: z.iso.date().nullable().default(null),
  personIds: z.array(z.uuid()).max(500),
  page: z.number().int().min(1),
  pages: z.number().int().min(1),
});

/*
 * What goes back, as events of the aggregate `Notice`, each about one person; the one that comes last
 * of a notice holds, also where it takes back what came before.
 *
 * `notice.reached`: a channel has reached the person.
 *   { about: { type: 'Opportunity', id, version }, kind, personId, at, channel }
 *   channel: EMAIL (a mail server took it for them), IN_APP (they read it) or PRINT (told in person).
 *
 * `notice.unreached`: none has so far, or the one that had turned out not to have.
 *   { about, kind, personId, at, reason }
 *   reason: NO_ROUTE (nothing goes to them by itself), BOUNCED (the e-mail failed), ON_LEAVE.
 *
 * The triggers of the table `notice` write them, so that nothing can happen without them.
 */
