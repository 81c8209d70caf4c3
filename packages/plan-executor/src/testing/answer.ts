/** An error as a client sees it, of which two answers have to agree. */
export interface ClientError {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly code: unknown;
}

/** What came of an operation. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly ClientError[];
  /** Instead of an answer: what was thrown. */
  readonly threw?: string;
}

interface GivenAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GivenError[] | undefined;
}

interface GivenError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Waits for an answer and keeps of it what a client sees. */
export async function answerOf(answer: () => Promise<GivenAnswer>): Promise<Answer> {
  try {
    const given = await answer();
    const errors = given.errors?.map(({ message, path, extensions }) => {
      return { message, path, code: extensions?.code };
    });
    return { ...('data' in given && { data: given.data }), ...(errors && { errors }) };
  } catch (error) {
    return { threw: error instanceof Error ? error.message : String(error) };
  }
}

/** The answer as text, byte for byte. @param ordered whether the errors' order is to be kept. */
export function textOf(answer: Answer, ordered: boolean): string {
  const errors = answer.errors?.map((error) => JSON.stringify(error));
  return JSON.stringify({ ...answer, errors: ordered ? errors : errors?.toSorted() });
}
