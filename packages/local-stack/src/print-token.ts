import { tokenFor } from './token.ts';

try {
  console.log(await tokenFor(process.argv[2] ?? ''));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
