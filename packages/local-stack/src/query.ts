import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findRunningStack } from './running-stack.ts';
import { tokenFor } from './token.ts';

const usage = 'npm run -s query -- FILE --as USER [--variables JSON]';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string', default: 'central' },
      variables: { type: 'string', default: '{}' },
    },
  });
  const [file] = positionals;
  if (!file) throw new Error(usage);
  const query = readFileSync(file, 'utf8');
  const variables = z.record(z.string(), z.unknown()).parse(JSON.parse(values.variables));
  const response = await fetch(findRunningStack().graphqlUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await tokenFor(values.as)}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const answer: unknown = await response.json();
  console.log(JSON.stringify(answer, null, 2));
  if (z.object({ errors: z.array(z.unknown()) }).safeParse(answer).success) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
