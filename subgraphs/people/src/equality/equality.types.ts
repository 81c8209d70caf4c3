/** What a person is asked about. Each answer is a code of the scheme's list. */
export const equalityQuestions = [
  'ethnicity',
  'sex',
  'disability',
  'religion',
  'orientation',
] as const;

export type EqualityQuestion = (typeof equalityQuestions)[number];

/** Answers as one record of staff tells them. A question not told is not answered. */
export interface ToldAnswers {
  /** Whose codes they are, such as `CBDS`; those of HESA for the same thing differ. */
  readonly scheme: string;
  readonly answers: Readonly<Partial<Record<EqualityQuestion, string | null>>>;
}

/** Answers of one person. */
export interface EqualityAnswers extends ToldAnswers {
  readonly personId: string;
}

/** Answers of somebody who is not known yet. */
export interface AnswersOfRecord extends ToldAnswers {
  readonly sourceRecordId: string;
}

/** A record of staff of which it is known now whom it is about: null if about nobody. */
export interface SettledRecord {
  readonly sourceRecordId: string;
  readonly personId: string | null;
}
