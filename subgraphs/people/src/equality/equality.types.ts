/** What a person is asked about. Each answer is a code of the scheme's list. */
export const equalityQuestions = [
  'ethnicity',
  'sex',
  'disability',
  'religion',
  'orientation',
] as const;

export type EqualityQuestion = (typeof equalityQuestions)[number];

/** Answers of one person, as one record of staff tells them. A question not told is not answered. */
export interface EqualityAnswers {
  readonly personId: string;
  /** Whose codes they are, such as `CBDS`; those of HESA for the same thing differ. */
  readonly scheme: string;
  readonly answers: Readonly<Partial<Record<EqualityQuestion, string | null>>>;
}
