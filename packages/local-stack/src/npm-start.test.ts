import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { allGone, isAlive, postmasterOf, StartedStack } from './testing/started-stack.ts';

const examples = readdirSync(join(projectFolder, 'examples')).filter((name) =>
  name.endsWith('.graphql'),
);

const schoolPage = z.object({
  schools: z.object({
    totalCount: z.number(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
    edges: z.array(z.object({ node: z.object({ urn: z.string() }) })),
  }),
});

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

  it('shows a subject network over twenty-odd schools, and what its members do, study and cost', async () => {
    const { data } = await stack.query('examples/subject-network.graphql', 'central');

    const said = JSON.stringify(data);
    const members = [...said.matchAll(/"joinedOn"/g)];
    const schools = new Set(
      [...said.matchAll(/"assignments":\[\{"school":\{"name":"([^"]+)"/g)].map(([, name]) => name),
    );
    expect(members.length).toBeGreaterThanOrEqual(20);
    expect(schools.size).toBeGreaterThanOrEqual(20);
    expect(said).toMatch(/"placements":\{"edges":\[\{"node":\{"kind":"\w+","startsOn"/);
    expect(said).toMatch(
      /"awards":\{"edges":\[\{"node":\{"academicYear":\d{4},"amountPence":[1-9]/,
    );
    expect(said).toMatch(/"opportunities":\{"totalCount":([3-9]|[1-9]\d)/);
  });

  it('pages through every school of the trust', async () => {
    const query = `query ($after: String) { schools(first: 10, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { urn } } } }`;
    const urns = new Set<string>();
    let after: string | undefined;
    let totalCount = Number.NaN;
    do {
      const { schools } = schoolPage.parse((await stack.ask(query, 'central', { after })).data);
      for (const { node } of schools.edges) urns.add(node.urn);
      totalCount = schools.totalCount;
      after = schools.pageInfo.hasNextPage ? schools.pageInfo.endCursor : undefined;
    } while (after);

    expect(urns.size).toBe(totalCount);
    expect(totalCount).toBeGreaterThanOrEqual(24);
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
