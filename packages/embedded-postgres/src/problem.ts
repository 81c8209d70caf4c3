/** What keeps the embedded PostgreSQL from starting, told so that a person can act on it. */
export class EmbeddedPostgresProblem extends Error {
  override readonly name = 'EmbeddedPostgresProblem';
}

const meanings = [
  {
    sign: /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/,
    says: (folder: string) =>
      `There is no space left for the database folder ${folder}. Free some space, or choose a folder on another disk.`,
  },
  {
    sign: /EACCES|EPERM|EROFS|Permission denied|Read-only file system/,
    says: (folder: string) =>
      `The database folder ${folder} cannot be used by the user who starts it. Change its owner, or choose another folder.`,
  },
  {
    sign: /EEXIST|ENOTDIR/,
    says: (folder: string) =>
      `The database folder ${folder} cannot be made, because a file is in its place.`,
  },
];

/** What a failed file operation, or the server's own output, means for the database in `folder`. */
export function explained(failure: unknown, folder: string): EmbeddedPostgresProblem {
  if (failure instanceof EmbeddedPostgresProblem) return failure;
  const detail = messageOf(failure);
  const meaning = meanings.find(({ sign }) => sign.test(detail));
  const summary = meaning?.says(folder) ?? `The database in ${folder} could not be started.`;
  return new EmbeddedPostgresProblem(`${summary}\n${detail}`, { cause: failure });
}

/** The system's code of a failed call, such as `EEXIST`. */
export function codeOf(failure: unknown): unknown {
  return typeof failure === 'object' && failure && 'code' in failure ? failure.code : undefined;
}

/** What a failure says. */
export function messageOf(failure: unknown): string {
  const says = typeof failure === 'object' && failure && 'message' in failure && failure.message;
  return typeof says === 'string' ? says : String(failure);
}
