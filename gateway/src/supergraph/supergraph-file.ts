import { type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { setInterval } from 'node:timers';

/** How often the file is looked at, in milliseconds. */
const defaultInterval = 1_000;

export interface FileWatch {
  /** Reads the file now, changed or not. */
  readonly reload: () => Promise<void>;
  readonly stop: () => void;
}

/**
 * Tells of each change of the supergraph's file, by looking: that works on every file system and
 * with files that are replaced, which is how containers get new ones.
 *
 * Changes count from this call on.
 *
 * @param onChange given the whole text; must not reject.
 * @param onUnreadable told once when the file is gone or cannot be read.
 * @throws when there is no such file to begin with.
 */
export function watchSupergraph(
  file: string,
  onChange: (sdl: string) => Promise<void>,
  onUnreadable: () => void,
  interval = defaultInterval,
): FileWatch {
  let seen = stampOf(statSync(file));
  let work: Promise<void> = Promise.resolve();
  const look = async (always: boolean) => {
    try {
      const stamp = stampOf(await stat(file));
      if (!always && stamp === seen) return;
      seen = stamp;
      await onChange(await readFile(file, 'utf8'));
    } catch {
      if (seen !== 'unreadable') onUnreadable();
      seen = 'unreadable';
    }
  };
  const queue = (always: boolean) => (work = work.then(() => look(always)));
  const timer = setInterval(() => void queue(false), interval);
  timer.unref();
  return {
    reload: () => queue(true),
    stop: () => {
      clearInterval(timer);
    },
  };
}

function stampOf({ mtimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${size} ${ino}`;
}
