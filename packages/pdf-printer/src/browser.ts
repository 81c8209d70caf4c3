import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

/** Finds the executable of a Chromium; undefined where there is none. */
export type FindBrowser = () => Promise<string | undefined>;

/** The one at the path, as long as it is there. */
export function browserAt(path: string): FindBrowser {
  return async () => {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      return undefined;
    }
  };
}

/**
 * The one that comes as a package for development. It unpacks itself into the system’s temporary folder,
 * where anybody might have put another one first: not for production.
 */
export function browserForDevelopment(): FindBrowser {
  let found: Promise<string | undefined> | undefined;
  return () => (found ??= unpacked());
}

async function unpacked(): Promise<string | undefined> {
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } catch {
    return undefined; // optional, and not for every system
  }
}
