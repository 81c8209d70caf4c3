/** One question of a guide. */
export interface PromptText {
  readonly question: string;
  /** Why it is asked, or what to listen for. */
  readonly purpose: string;
}

/** What a guide says for one situation, whatever the work. */
export interface SituationText {
  /** Addressed to both; at most 80 characters. */
  readonly title: string;
  readonly minutes: number;
  /** What the one leading may say aloud. */
  readonly opening: string;
  readonly before: readonly string[];
  readonly prompts: readonly PromptText[];
  readonly avoid: readonly string[];
  readonly closing: readonly string[];
}

/** What a guide adds for one staff group. */
export interface StaffGroupText {
  readonly prompts: readonly PromptText[];
  /** What could come next: deeper, wider and, as one of several, up. */
  readonly possibilities: readonly string[];
}

/** A question of a guide. */
export function ask(question: string, purpose: string): PromptText {
  return { question, purpose };
}
