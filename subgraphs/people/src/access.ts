import { readConfig } from '@trellis/subgraph-kit/config';
import type { z } from 'zod';
import { AccessOperator } from './access/access-operator.ts';
import { AccessRefused } from './access/access.service.ts';
import {
  apiKeyInput,
  listInput,
  providerInput,
  readOptions,
  revokeKeyInput,
  roleInput,
  signInInput,
} from './access/operator-input.ts';
import { peopleShape, surroundingsOf } from './config.ts';
import { runCommand, UsageError, withDatabase } from './command-line.ts';

const usage = `Says who may come in to a trust.
  npm run access -- provider --trust UID --issuer URL --audience TEXT --jwks URL
                    [--algorithms RS256,ES256]
  npm run access -- sign-in --trust UID --issuer URL --subject TEXT --person PERSON
  npm run access -- role --trust UID --person PERSON --role ROLE [--school URN] [--remove]
  npm run access -- api-key --trust UID --name TEXT --schools URN,URN|all --scopes SCOPE,SCOPE
                    --expires YYYY-MM-DD
  npm run access -- revoke-key --key-id KEY_ID
  npm run access -- list --trust UID
PERSON is a work e-mail, a TRN or an id; ROLE is HEAD, PEOPLE_TEAM, FINANCE, PANEL or ANALYST.
DATABASE_URL says where, as the app role.`;

type Work = (operator: AccessOperator) => Promise<string[]>;

/** Reads a verb's options, all of them before the database is asked anything. */
function verb<Shape extends z.ZodObject>(
  shape: Shape,
  work: (operator: AccessOperator, asked: z.output<Shape>) => Promise<string[]>,
): (options: readonly string[]) => Work {
  return (options) => {
    const asked = readOptions(shape, options);
    return (operator) => work(operator, asked);
  };
}

const verbs = new Map([
  ['provider', verb(providerInput, (operator, asked) => operator.provider(asked))],
  ['sign-in', verb(signInInput, (operator, asked) => operator.signIn(asked))],
  ['role', verb(roleInput, (operator, asked) => operator.role(asked))],
  ['api-key', verb(apiKeyInput, (operator, asked) => operator.apiKey(asked))],
  ['revoke-key', verb(revokeKeyInput, (operator, asked) => operator.revokeKey(asked))],
  ['list', verb(listInput, (operator, asked) => operator.list(asked))],
]);

await runCommand(async () => {
  const settings = peopleShape.pick({ DATABASE_URL: true, NODE_ENV: true });
  const config = readConfig(settings, process.env);
  const { keyEnvironment } = surroundingsOf(config);
  const [name = '', ...options] = process.argv.slice(2);
  const work = verbs.get(name)?.(options);
  if (!work) throw new UsageError(usage);
  const lines = await withDatabase(config.DATABASE_URL, (db) =>
    work(new AccessOperator(db, keyEnvironment)),
  );
  console.log(lines.join('\n'));
}, [AccessRefused]);
