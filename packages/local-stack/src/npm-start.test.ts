import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from './folder.ts';
import { isAlive, StartedStack } from './testing/started-stack.ts';

const examples = readdirSync(join(projectFolder, 'examples')).filter((name) =>
  name.endsWith('.graphql'),
);

describe('npm start', () => {
  let stack: StartedStack;

  beforeAll(async () => {
    stack = await StartedStack.create();
    await stack.start();
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    stack.remove();
  }, 60_000);

  it.each(examples)('answers examples/%s to the user it names', async (name) => {
    const file = join('examples', name);
    const user = /^# As: (\S+)$/m.exec(readFileSync(join(projectFolder, file), 'utf8'))?.[1] ?? '';

    const { data, errors } = await stack.query(file, user);

    expect(errors).toBeUndefined();
    expect(Object.values(data ?? {})).not.toHaveLength(0);
    expect(Object.values(data ?? {})).not.toContain(null);
  });

  it('answers the query that README shows, which is the example of that name', () => {
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
    const [, shown] = /```graphql\n([^]*?)```/.exec(readme) ?? [];
    const example = readFileSync(join(projectFolder, 'examples/subject-network.graphql'), 'utf8');

    expect(example.replace(/^#.*\n/gm, '')).toBe(shown);
  });

  it('carries one wish from the person who has it to those who decide, and to nobody else', async () => {
    const offered = await stack.ask(
      '{ opportunities(first: 100, filter: { isOpen: true }) { edges { node { id } } } }',
      'site',
    );
    const opportunityId = /"id":"([^"]+)"/.exec(JSON.stringify(offered.data))?.[1];
    const apply = `mutation ($opportunityId: ID!) {
      applyForOpportunity(input: { opportunityId: $opportunityId, statement: "I keep the site, and I can teach others how." }) {
        ... on Application { id person { name } opportunity { title } }
      }
    }`;

    const { data } = await stack.ask(apply, 'site', { opportunityId });

    expect(data).toEqual({
      applyForOpportunity: {
        id: expect.any(String),
        person: { name: expect.any(String) }, // by way of people
        opportunity: { title: expect.any(String) },
      },
    });
    const applications = `query ($id: ID!) {
      opportunity(id: $id) { applications(first: 100) { edges { node { statement } } } }
    }`;
    const seenBy = async (user: string) => {
      const answer = await stack.ask(applications, user, { id: opportunityId });
      return JSON.stringify(answer).includes('I keep the site');
    };
    expect(await seenBy('site')).toBe(true);
    expect(await seenBy('central')).toBe(true);
    expect(await seenBy('teacher')).toBe(false);
    expect(await seenBy('other-central')).toBe(false);
  });

  it('gives a thing of the other trust and a thing that does not exist the same answer', async () => {
    const others = await stack.ask(
      `{ people(first: 1) { edges { node { id } } } schools(first: 1) { edges { node { id } } }
         networks(first: 1) { edges { node { id } } } funds(first: 1) { edges { node { id } } }
         opportunities(first: 1) { edges { node { id } } } }`,
      'other-central',
    );
    const ids = [...JSON.stringify(others.data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(5);
    const [person, school, network, fund, opportunity] = ids;
    const each = `query ($person: ID!, $school: ID!, $network: ID!, $fund: ID!, $opportunity: ID!) {
      person(id: $person) { name } school(id: $school) { name } network(id: $network) { name }
      fund(id: $fund) { name } opportunity(id: $opportunity) { title }
    }`;
    const missing = '01930000-0000-7000-8000-00000000dead';
    const asked = async (variables: object) => {
      const { data, errors } = await stack.ask(each, 'central', variables);
      const said = errors?.map(({ message, path, extensions }) => [
        message,
        path,
        extensions['code'],
      ]);
      return { data, said: new Set(said?.map((one) => JSON.stringify(one))) };
    };

    const foreign = await asked({ person, school, network, fund, opportunity });

    expect(foreign.said.size).toBe(5);
    expect(foreign).toEqual(
      await asked({
        person: missing,
        school: missing,
        network: missing,
        fund: missing,
        opportunity: missing,
      }),
    );
  });

  it.each(['gateway', 'people', 'opportunities', 'study', 'identity-provider'])(
    'says that %s was killed, starts it again, and answers as before',
    async (name) => {
      const from = stack.lines.length;

      process.kill(stack.pids()[name] ?? 0, 'SIGKILL');
      await stack.says(`${name} ended (SIGKILL); starting it again`, from);
      await stack.says(`${name} is back.`, from);

      const { errors } = await stack.query('examples/subject-network.graphql', 'central');
      expect(errors).toBeUndefined();
    },
    60_000,
  );

  it('says that PostgreSQL was killed, starts it again, and has lost nothing', async () => {
    const before = await stack.query('examples/subject-network.graphql', 'central');
    const from = stack.lines.length;

    process.kill(postmasterOf(stack.folder), 'SIGKILL');
    await stack.says('PostgreSQL ended without being asked', from);
    await stack.says('PostgreSQL is back.', from);

    expect(await stack.query('examples/subject-network.graphql', 'central')).toEqual(before);
  }, 60_000);

  it('names the port when something else has it', async () => {
    const other = await StartedStack.create();
    const squatter = createServer().listen(other.port, '127.0.0.1');
    try {
      const child = other.run();
      await new Promise((resolve) => child.once('exit', resolve));

      expect(other.lines.join('\n')).toContain(
        `Trellis cannot start. Port ${other.port} on 127.0.0.1 cannot be opened`,
      );
    } finally {
      squatter.close();
      other.remove();
    }
  }, 60_000);

  it('leaves no process behind when it is killed itself, and starts again as it was', async () => {
    const before = await stack.query('examples/subject-network.graphql', 'central');
    const pids = [...Object.values(stack.pids()), postmasterOf(stack.folder)];

    process.kill(stack.pid, 'SIGKILL');
    await allGone(pids);
    const from = stack.lines.length;
    stack.run();
    await stack.says('Trellis is ready', from);

    expect(await stack.query('examples/subject-network.graphql', 'central')).toEqual(before);
  }, 120_000);

  it('leaves no process behind after Ctrl-C', async () => {
    const pids = [...Object.values(stack.pids()), postmasterOf(stack.folder)];

    await stack.stop();

    expect(pids.filter(isAlive)).toEqual([]);
  }, 60_000);
});

describe('npm start with NODE_ENV=production', () => {
  it('refuses and points to how production is run', async () => {
    const stack = await StartedStack.create();

    const child = stack.run({ NODE_ENV: 'production' });
    await new Promise((resolve) => child.once('exit', resolve));
    stack.remove();

    expect(stack.lines.join('\n')).toContain('docs/operations.md');
    expect(child.exitCode).toBe(1);
  });
});

/** The server process whose data is under the folder. */
function postmasterOf(folder: string): number {
  const found = readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes('bin/postgres') && command.includes(folder);
    } catch {
      return false; // it ended while we looked
    }
  });
  expect(found).toHaveLength(1);
  return Number(found[0]);
}

async function allGone(pids: readonly number[]): Promise<void> {
  const end = Date.now() + 20_000;
  while (pids.some(isAlive)) {
    if (Date.now() > end) throw new Error(`still there: ${pids.filter(isAlive).join(', ')}`);
    await pause(100);
  }
}
