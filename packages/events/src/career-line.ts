import { z } from 'zod';
import type { EventDraft } from './outbox.ts';

/**
 * How a subgraph tells people of a line of somebody's career record. The aggregate is what the line is
 * of, one for each person, such as a placement or a membership of a project team: its id is the line's
 * for good, and whatever is told of it later stands instead of what was told before.
 */
export const careerLineChangedType = 'career_line.changed';

/** That the line was a mistake, or came to nothing: it goes. Told once more, it is there again. */
export const careerLineRemovedType = 'career_line.removed';

export const careerLineTypes: readonly string[] = [careerLineChangedType, careerLineRemovedType];

/** ISO day of the calendar. */
const day = z.iso.date();

/** One line of text. */
const words = (longest: number) => z.string().trim().min(1).max(longest);

const line = z.object({
  personId: z.uuid(),
  /** Such as `PROJECT` or `COHORT`; one that people does not know is shown as `OTHER`. */
  kind: z.string().regex(/^[A-Z][A-Z_]{0,39}$/),
  /** What it was, as it may stand in a CV. */
  title: words(300),
  /** First day. */
  startsOn: day,
  /** First day on which it no longer runs; null while nobody knows one. */
  endsOn: day.nullable(),
  /** Where, if that is a school of the trust. */
  schoolId: z.uuid().nullable().default(null),
  /** Where else, such as the provider of a course. */
  organisation: words(200).nullable().default(null),
  /** What it was about, as the source has it. */
  detail: words(2_000).nullable().default(null),
  /** What came of it, as the source has it. */
  outcome: words(2_000).nullable().default(null),
});

/** `data` of {@link careerLineChangedType}: the whole line as it now is. */
export const careerLineShape = line.refine(
  ({ startsOn, endsOn }) => endsOn === null || endsOn >= startsOn,
  'endsOn is not before startsOn',
);

export type CareerLineTold = z.input<typeof careerLineShape>;

/** `data` of {@link careerLineRemovedType}. */
export const careerLineGoneShape = line.pick({ personId: true });

/**
 * Word of a line as it now is, for the outbox, in the transaction that changes what it is of.
 *
 * @param id of what it is of.
 * @throws ZodError when it is no line that people could keep.
 */
export function careerLineChanged(id: string, told: CareerLineTold): EventDraft {
  const data = careerLineShape.parse(told);
  return { type: careerLineChangedType, aggregateType: 'CareerLine', aggregateId: id, data };
}

/** Word that a line goes. */
export function careerLineRemoved(id: string, personId: string): EventDraft {
  const data = { personId };
  return { type: careerLineRemovedType, aggregateType: 'CareerLine', aggregateId: id, data };
}
