import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from './folder.ts';

/**
 * Composes the supergraph from the subgraphs' committed schemas, so that a change to one shows at the
 * next start.
 *
 * @throws Error with what does not compose.
 */
export async function composeSupergraph(): Promise<void> {
  const command = join(projectFolder, 'gateway/dist/compose.js');
  await promisify(execFile)(process.execPath, [command]).catch((error: unknown) => {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`The subgraphs do not compose.\n${said}`);
  });
}
