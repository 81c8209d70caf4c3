import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker } from '../conversation/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const profileText = `mutation ($input: SetRoleProfileInput!) { done: setRoleProfile(input: $input) {
  __typename ... on RoleProfile { code name version } ... on Refusal { message } } }`;
const stepText = `mutation ($input: SetPathwayStepInput!) { done: setPathwayStep(input: $input) {
  __typename ... on PathwayStep { own { id version } typicalMonths }
  ... on PathwayLoops { loop } ... on Refusal { message } } }`;

interface Done {
  readonly __typename: string;
  readonly message?: string;
  readonly loop?: readonly string[];
  readonly version?: number;
  readonly own?: { readonly id: string; readonly version: number };
}

const profile = {
  ...{ code: 'FOREST_SCHOOL_LEAD', name: 'Forest school lead', summary: 'Teaches outdoors.' },
  ...{ track: 'PEDAGOGY', lineManages: false, staffGroup: 'TEACHING_ASSISTANT', version: 0 },
};
const need = { kind: 'NETWORK', text: 'Forest schools network' };
const step = {
  ...{ fromCode: 'TEACHING_ASSISTANT', toCode: 'FOREST_SCHOOL_LEAD', typicalMonths: 9 },
  ...{ fundingRoutes: ['TRUST'], needs: [need], validFrom: day(-30), source: 'Our people plan' },
};

async function begin() {
  const trust = await people.trust();
  const scopes = new Set([...trust.central.scopes, 'pathway:manage']);
  return { trust, team: { ...trust.central, scopes } };
}

async function set(viewer: Viewer, text: string, input: object): Promise<Done> {
  return (await people.data<{ done: Done }>(viewer, text, { input })).done;
}

const setStep = (viewer: Viewer, told: object = {}) => set(viewer, stepText, { ...step, ...told });

interface Steps {
  readonly pathways: readonly {
    readonly code: string;
    readonly steps: readonly {
      readonly from: { readonly code: string };
      readonly to: { readonly code: string };
      readonly typicalMonths: number;
    }[];
  }[];
}

async function stepsOf(viewer: Viewer, pathwayCode: string): Promise<string[]> {
  const text = '{ pathways { code steps { from { code } to { code } typicalMonths } } }';
  const { pathways } = await people.data<Steps>(viewer, text);
  const found = pathways.find(({ code }) => code === pathwayCode);
  return (found?.steps ?? []).map(({ from, to, typicalMonths }) => {
    return `${from.code} ${to.code} ${String(typicalMonths)}`;
  });
}

const nextOf = async (viewer: Viewer, id: string) => {
  type Read = { person: { nextSteps: readonly { readonly to: { readonly code: string } }[] } };
  const text = 'query ($id: ID!) { person(id: $id) { nextSteps { to { code } } } }';
  const { person } = await people.data<Read>(viewer, text, { id });
  return person.nextSteps.map(({ to }) => to.code);
};

const assistant = async (trust: TestTrust) =>
  (await people.hire(trust, { posts: [{ roles: ['TASS'] }] })).id;

describe('a role profile of the trust’s own', () => {
  it('joins the catalogue, is changed by who has read it, and keeps its track', async () => {
    const { team } = await begin();
    expect(await set(team, profileText, profile)).toMatchObject({ version: 1 });
    expect(await set(team, profileText, { ...profile, name: 'Lead', version: 1 })).toMatchObject({
      ...{ name: 'Lead', version: 2 },
    });

    expect(await people.codes(team, profileText, { input: profile })).toEqual(['CONFLICT']);
    const moved = { ...profile, version: 2, track: 'LEADERSHIP' };
    expect(await people.codes(team, profileText, { input: moved })).toEqual(['BAD_USER_INPUT']);
    expect(await people.data(team, '{ roleProfiles(track: PEDAGOGY) { code version } }')).toEqual({
      roleProfiles: expect.arrayContaining([{ code: 'FOREST_SCHOOL_LEAD', version: 2 }]),
    });
  });

  it('has a code that the catalogue does not have, and roles of the census', async () => {
    const { team } = await begin();
    expect(await set(team, profileText, { ...profile, code: 'CLEANER' })).toMatchObject({
      __typename: 'CatalogueHasIt',
    });

    for (const wrong of [{ code: 'lead' }, { roleCodes: ['KING'] }, { name: '' }, { version: 3 }]) {
      const code = 'version' in wrong ? 'CONFLICT' : 'BAD_USER_INPUT';
      const input = { ...profile, ...wrong };
      expect(await people.codes(team, profileText, { input })).toEqual([code]);
    }
  });

  it('shows in posts by its roles, and may be hoped for', async () => {
    const { trust, team } = await begin();
    await set(team, profileText, { ...profile, roleCodes: ['CTKR'] });
    await setStep(team, { fromCode: 'FOREST_SCHOOL_LEAD', toCode: 'COOK' });
    const { id } = await people.hire(trust, { posts: [{ roles: ['CTKR'] }] });
    const person = talker(trust, id);
    expect(await nextOf(person, id)).toContain('COOK');

    const text = `mutation ($input: WriteAspirationInput!) { done: writeAspiration(input: $input) {
      ... on Aspiration { roleProfile { name } } } }`;
    const hope = { kind: 'SPECIALISE', horizon: 'LATER', roleProfileCode: 'FOREST_SCHOOL_LEAD' };
    expect(await people.data(person, text, { input: hope })).toEqual({
      done: { roleProfile: { name: 'Forest school lead' } },
    });
    const stranger = talker((await begin()).trust, id);
    expect(await people.codes(stranger, text, { input: hope })).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a step of the trust’s own', () => {
  it('leads on for those who stand where it begins, from its day to its day', async () => {
    const { trust, team } = await begin();
    await set(team, profileText, profile);
    const { own } = await setStep(team);
    const id = await assistant(trust);
    const to = 'FOREST_SCHOOL_LEAD';
    expect(await nextOf(talker(trust, id), id)).toContain(to);

    await setStep(team, { ...own, validTo: day(0) });
    expect(await nextOf(talker(trust, id), id)).not.toContain(to);
    const again = await setStep(team, { ...own, version: 2, validFrom: day(1) });
    expect(again).toMatchObject({ own: { version: 3 } });
    expect(await nextOf(talker(trust, id), id)).not.toContain(to);
    expect(await people.codes(team, stepText, { input: { ...step, ...own } })).toEqual([
      'CONFLICT',
    ]);
  });

  it('stands instead of the catalogue’s between the same two, in this trust alone', async () => {
    const { team } = await begin();
    const { team: other } = await begin();
    const ours = { pathwayCode: 'SITE', fromCode: 'CARETAKER', toCode: 'PREMISES_MANAGER' };
    const before = await stepsOf(team, 'SITE');
    await setStep(team, { ...ours, typicalMonths: 7 });
    const after = await stepsOf(team, 'SITE');

    expect(after).toHaveLength(before.length);
    expect(after).toContain('CARETAKER PREMISES_MANAGER 7');
    expect(await stepsOf(other, 'SITE')).toEqual(before);
    expect(await setStep(team, ours)).toMatchObject({ __typename: 'CatalogueHasIt' });
  });

  it('never leads back to where its pathway began, also through the catalogue’s own', async () => {
    const { team } = await begin();
    const back = { pathwayCode: 'SITE', fromCode: 'PREMISES_MANAGER', toCode: 'CARETAKER' };
    expect((await setStep(team, back)).loop?.toSorted()).toEqual([
      ...['CARETAKER', 'CARETAKER', 'PREMISES_MANAGER'],
    ]);
    expect(await setStep(team, { fromCode: 'COOK', toCode: 'COOK' })).toMatchObject({
      loop: ['COOK', 'COOK'],
    });
    // In another pathway it is another way, which does not lead back.
    expect(await setStep(team, { ...back, pathwayCode: 'OWN' })).toMatchObject({
      __typename: 'PathwayStep',
    });
  });

  it('closes no loop with one that is made at once', async () => {
    const { team } = await begin();
    const writers = [
      { fromCode: 'CLEANER', toCode: 'COOK' },
      { fromCode: 'COOK', toCode: 'CLEANER' },
    ].map((place) => () => setStep(team, place));
    const told = await atOnce(people.served.database.name, 'own_pathway_step', writers);

    expect(told.map(({ __typename }) => __typename).toSorted()).toEqual([
      ...['PathwayLoops', 'PathwayStep'],
    ]);
  });

  it('asks that somebody has managed people for leadership alone, in the database too', async () => {
    const { trust, team } = await begin();
    await set(team, profileText, profile);
    const needs = [{ kind: 'LINE_MANAGEMENT', text: 'A year', months: 12 }];
    const leading = { fromCode: 'CLASSROOM_TEACHER', toCode: 'MIDDLE_LEADER', needs };

    expect(await setStep(team, { needs })).toMatchObject({ __typename: 'ManagementNotAsked' });
    expect(await setStep(team, leading)).toMatchObject({ __typename: 'PathwayStep' });
    const write = (toTrack: string) =>
      people.db.as(trust.central, () =>
        people.db.rows(
          `INSERT INTO own_pathway_step (trust_id, id, pathway_code, from_code, to_code, to_own_code,
             to_track, typical_months, funding_routes, needs, valid_from, source)
           VALUES ($1, $2, 'OWN', 'COOK', 'FOREST_SCHOOL_LEAD', 'FOREST_SCHOOL_LEAD', $3, 1, '{SELF}',
             '[{"kind": "LINE_MANAGEMENT"}]', current_date, 'x')`,
          [trust.id, newId(), toTrack],
        ),
      );
    await expect(write('PEDAGOGY')).rejects.toThrow('only_leadership_asks_to_manage');
    // Nor can it be said to lead elsewhere than its profile lies.
    await expect(write('LEADERSHIP')).rejects.toThrow('own_pathway_step_trust_id_to_own_code');
  });

  it('says what it needs as its kind has it', async () => {
    const { team } = await begin();
    const place = { fromCode: 'COOK', toCode: 'CLEANER' };
    for (const wrong of [
      { kind: 'CREDENTIAL' },
      { kind: 'CREDENTIAL', credentials: ['NOBEL'] },
      { kind: 'EXPERIENCE', months: 12 },
      { kind: 'EXPERIENCE', roles: ['KING'] },
      { kind: 'NETWORK', roles: ['CTKR'] },
      { kind: 'NETWORK', credentials: ['QTS'] },
      { kind: 'PLACEMENT', months: 3 },
      { kind: 'EXPERIENCE', roles: ['CTKR'], months: 0 },
    ]) {
      const input = { ...step, ...place, needs: [{ text: 'x', ...wrong }] };
      expect([wrong, await people.codes(team, stepText, { input })]).toEqual([
        ...[wrong, ['BAD_USER_INPUT']],
      ]);
    }
    for (const wrong of [
      { needs: [] },
      { fundingRoutes: [] },
      { validTo: day(-30) },
      { fromCode: 'KING' },
      { pathwayCode: 'KINGS' },
    ]) {
      const input = { ...step, ...place, ...wrong };
      expect([wrong, await people.codes(team, stepText, { input })]).toEqual([
        ...[wrong, ['BAD_USER_INPUT']],
      ]);
    }
  });

  it('is set by the people team of its trust alone', async () => {
    const { trust, team } = await begin();
    const { own } = await setStep(team, { toCode: 'COOK' });
    const { team: other } = await begin();

    expect(await people.codes(trust.central, stepText, { input: step })).toEqual(['FORBIDDEN']);
    const input = { ...step, toCode: 'COOK', ...own };
    expect(await people.codes(other, stepText, { input })).toEqual(['NOT_FOUND']);
    expect(await stepsOf(other, 'OWN')).toEqual([]);
  });
});
