import { rmSync } from 'node:fs';

export default async function stopTestPostgres() {
  const folder = await globalThis.stopTestPostgres?.();
  if (folder) rmSync(folder, { recursive: true, force: true });
}
