import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { readFileSync } from 'node:fs';
import { TestRounds } from '../application/testing.ts';
import { everyChange, everyRead } from '../testing/schema-walk.ts';
import { codesOf, testStudy } from '../testing.ts';

jest.setTimeout(60_000);
const study = testStudy();
const rounds = new TestRounds(study);

/** Every scope that the schema names. */
const scopes = [
  ...new Set(
    [
      ...readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8').matchAll(
        /\[\["([^"]+)"\]\]/g,
      ),
    ].map(([, scope = '']) => scope),
  ),
];

interface Scene {
  readonly member: Viewer;
  readonly organiser: Viewer;
  readonly applicationIds: readonly string[];
  readonly applicantIds: readonly string[];
  readonly known: readonly string[];
  readonly lock: () => Promise<unknown>;
}

/** A round before its panel, of which a member may do all that anybody may, for all schools. */
async function aScene(): Promise<Scene> {
  study.clock.set('2026-11-23T09:00:00Z');
  const trust = await rounds.trust();
  const { team, trustId, schoolId, schemeId, scorers } = trust;
  const applicants = [
    await rounds.person(trustId, { schoolIds: [schoolId] }),
    await rounds.person(trustId, { schoolIds: [schoolId] }),
  ];
  const all = { trustId, allPlaces: true, scopes };
  const [first] = scorers;
  const member = aViewer({ ...all, personId: first?.personId ?? newId() });
  const organiser = aViewer(all);
  const { id: roundId } = await rounds.announce(team, schemeId, scorers);
  const goal = await rounds.act(team, 'setDevelopmentGoal', { academicYear: 2026, title: 'Read' });
  const made = [];
  for (const one of applicants) {
    made.push(await rounds.apply(one, roundId, schoolId, { goalId: goal.id }));
  }
  await rounds.declare(scorers, roundId);
  study.clock.set('2026-12-14T09:00:00Z');
  await rounds.endWindow(team, roundId);
  await rounds.act(team, 'startRoundScoring', { roundId });
  const applicationIds = made.map(({ id }) => id);
  const applicantIds = applicants.map(({ personId }) => personId ?? '');
  const candidates = (await rounds.candidates(member, roundId)).map(({ id }) => id);
  const known = [roundId, goal.id, schoolId, ...applicantIds, ...applicationIds, ...candidates];
  return {
    ...{ member, organiser, applicationIds, applicantIds, known },
    lock: () => rounds.score(trust, roundId),
  };
}

/** All that somebody gets on every way that the schema has. */
async function everything(viewer: Viewer, { known }: Scene): Promise<string> {
  let seen = '';
  for (const { query, variables } of everyRead(known)) {
    const answer = await study.served.ask(viewer, query, variables);
    expect([codesOf(answer), query]).not.toContainEqual(['GRAPHQL_VALIDATION_FAILED']);
    seen += JSON.stringify(answer.data);
  }
  return seen;
}

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});

describe('a member of a round’s panel who may do whatever anybody may', () => {
  it('finds on no way through the schema who applied', async () => {
    const { member, organiser, applicantIds, applicationIds } = scene;
    const seen = await everything(member, scene);

    for (const id of [...applicantIds, ...applicationIds]) expect(seen).not.toContain(id);
    // The walk does come to where it would show: whoever runs the round sees all four.
    const all = await everything(organiser, scene);
    for (const id of [...applicantIds, ...applicationIds]) expect(all).toContain(id);
  });

  it('changes an application no more than one that does not exist, by any mutation', async () => {
    const { member, applicationIds } = scene;
    const [application = ''] = applicationIds;
    const codes = async (id: string) => {
      const found: unknown[] = [];
      for (const { name, query, variables } of everyChange(id, 2)) {
        const answer = await study.served.ask(member, query, variables);
        found.push([name, codesOf(answer)]);
      }
      return found;
    };

    const there = await codes(application);

    expect(there.length).toBeGreaterThan(15);
    expect(there).toEqual(await codes(newId()));
    expect(there).toContainEqual(['commentOnBursaryApplication', ['NOT_FOUND']]);
  });
});
