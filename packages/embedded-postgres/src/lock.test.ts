import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from './launcher.ts';
import { aDatabase, aFolder, aStarter, aStranger, cleanUp } from './testing.ts';

afterEach(cleanUp);

describe('a folder that is in use', () => {
  it('is refused to another process, with the number of the one that has it', async () => {
    const { folder, launcher } = await aStarter(aFolder());

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
      `The database folder ${folder} is in use by process ${String(launcher)}.`,
    );
  });

  it('is refused to the same process, until it is stopped', async () => {
    const folder = aFolder();
    const database = await aDatabase({ folder });

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
      `is in use by process ${String(process.pid)}.`,
    );
    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow('is in use');
    await database.stop();
    await expect(aDatabase({ folder })).resolves.toBeDefined();
  });

  it('goes to one of several that start at once', async () => {
    const folder = aFolder();

    const starts = await Promise.allSettled([1, 2, 3].map(() => aStarter(folder)));

    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const start of starts) {
      if (start.status === 'rejected')
        expect(String(start.reason)).toContain('is in use by process');
    }
  });

  it('is free when the number in the lock belongs to another process by now', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, `lock-${String(await aStranger(folder))}-1`), '');

    await expect(aDatabase({ folder })).resolves.toBeDefined();
  });
});
