import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { CredentialService } from '../credential/credential.service.ts';
import { sourceRecord } from '../match/testing.ts';
import { day, headViewer, staffViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const query = `query ($id: ID!, $from: String) { person(id: $id) { nextSteps(from: $from) {
  pathwayCode from { code } to { code } missingCount needs { need { kind } answer reason } } } }`;

interface Shown {
  readonly person: {
    readonly nextSteps:
      | readonly {
          readonly to: { readonly code: string };
          readonly missingCount: number;
          readonly needs: readonly { readonly reason: string }[];
        }[]
      | null;
  };
}

async function holdNebosh(trust: TestTrust, personId: string, expiresOn: string) {
  const sourceRecordId = await sourceRecord(people, trust, personId);
  const kind = { externalId: '1', kindCode: 'NEBOSH_NGC', title: null, subjectCode: null };
  const credentials = [{ ...kind, awardedOn: day(-1800), expiresOn }];
  const { central } = trust;
  await people.db.as(central, () =>
    new CredentialService(people.db).record(central, [{ personId, sourceRecordId, credentials }]),
  );
}

describe('Person.nextSteps', () => {
  it('compares posts, credentials, networks and reports as our records have them', async () => {
    const trust = await people.trust();
    const caretaker = { roles: ['CTKR'], startsOn: day(-800), endsOn: null };
    const { id } = await people.hire(trust, { posts: [caretaker] });
    const { id: other } = await people.hire(trust, { posts: [caretaker] });
    await holdNebosh(trust, id, day(1));
    await people.network(trust, [other, id], { name: 'Site managers' });
    await people.network(trust, [other, id], { name: 'Left again', leftOn: day(-1) });

    const { person } = await people.data<Shown>(staffViewer(trust, id), query, { id });

    expect(person.nextSteps?.map(({ to, missingCount }) => [to.code, missingCount])).toEqual([
      ['COMPLIANCE_SPECIALIST', 0],
      ['PREMISES_MANAGER', 0],
      ['ESTATES_SPECIALIST', 1],
    ]);
    expect(person.nextSteps?.[0]).toEqual({
      pathwayCode: 'SITE',
      from: { code: 'CARETAKER' },
      to: { code: 'COMPLIANCE_SPECIALIST' },
      missingCount: 0,
      needs: [
        {
          need: { kind: 'EXPERIENCE' },
          answer: 'MET',
          reason: '26 months by today; 24 are asked.',
        },
        {
          need: { kind: 'CREDENTIAL' },
          answer: 'MET',
          reason: 'Held: General certificate in occupational health and safety (NEBOSH).',
        },
        { need: { kind: 'NETWORK' }, answer: 'MET', reason: 'A member of Site managers.' },
      ],
    });
  });

  it('counts the time for which somebody was a line manager, over all reports', async () => {
    const trust = await people.trust();
    const leader = { roles: ['HDPT'] };
    const { id } = await people.hire(trust, { posts: [leader] });
    const reports = [await people.hire(trust), await people.hire(trust)];
    const [one, other] = reports.map((report) => report.id);
    await people.manage(trust, id, [one ?? ''], { startsOn: day(-500), endsOn: day(-250) });
    await people.manage(trust, id, [other ?? ''], { startsOn: day(-250) });

    const { person } = await people.data<Shown>(staffViewer(trust, id), query, { id });

    const [toAssistantHead] =
      person.nextSteps?.filter(({ to }) => to.code === 'ASSISTANT_HEAD') ?? [];
    expect(toAssistantHead?.needs.map(({ reason }) => reason)).toContain(
      '16 months by today; 12 are asked.',
    );
  });

  it('begins at another role profile when asked to, and says when there is none such', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const me = staffViewer(trust, id);

    const specialist = await people.data<Shown>(me, query, { id, from: 'SUBJECT_SPECIALIST' });

    expect(specialist.person.nextSteps?.map(({ to }) => to.code)).toEqual(['TRUST_SUBJECT_LEAD']);
    expect(await people.codes(me, query, { id, from: 'ASTRONAUT' })).toEqual(['BAD_USER_INPUT']);
  });

  it('is for the person, their line manager and those who answer for their school', async () => {
    const trust = await people.trust('Alder Primary School', 'Birch Primary School');
    const site = { roles: ['CTKR'] };
    const [{ id }, colleague, manager] = [
      await people.hire(trust, { posts: [site] }),
      await people.hire(trust, { posts: [site] }),
      await people.hire(trust, { posts: [{ roles: ['PREM'], school: 1 }] }),
    ];
    await people.network(trust, [id, colleague.id], { name: 'Site' });
    await people.manage(trust, manager.id, [id]);
    const shown = async (viewer: Parameters<typeof people.data>[0]) =>
      (await people.data<Shown>(viewer, query, { id })).person.nextSteps?.length ?? null;

    expect(await shown(staffViewer(trust, id))).toBe(3);
    expect(await shown(staffViewer(trust, manager.id))).toBe(3);
    expect(await shown(headViewer(trust, manager.id, 0))).toBe(3);
    expect(await shown(trust.central)).toBe(3);
    expect(await shown(staffViewer(trust, colleague.id))).toBeNull();
  });

  it('asks the database as often for three people as for one', async () => {
    const [few, many] = [await people.trust(), await people.trust()];
    await people.hire(few, { posts: [{ roles: ['CLNR'] }] });
    for (const role of ['CLNR', 'RECP', 'TCHR']) {
      await people.hire(many, { posts: [{ roles: [role] }] });
    }
    const statements = (trust: TestTrust) =>
      people.served.statementsDuring(() =>
        people.data(
          trust.central,
          '{ people(first: 10) { edges { node { nextSteps { source } } } } }',
        ),
      );

    await statements(few); // what is asked once only

    expect(await statements(many)).toBe(await statements(few));
  });
});

describe('what could close what is missing', () => {
  const closing = `query ($id: ID!) { person(id: $id) { nextSteps { to { code }
    colleagues { id name } experts { name } networks { name } needs { need { kind } answer ways { personId need } } } } }`;

  interface Closing {
    readonly person: {
      readonly nextSteps: readonly {
        readonly to: { readonly code: string };
        readonly colleagues: readonly { readonly id: string }[];
        readonly experts: readonly { readonly name: string }[];
        readonly networks: readonly { readonly name: string }[];
        readonly needs: readonly { readonly answer: string; readonly ways: unknown }[];
      }[];
    };
  }

  const towards = async (trust: TestTrust, id: string, code: string) => {
    const { person } = await people.data<Closing>(staffViewer(trust, id), closing, { id });
    const found = person.nextSteps.find(({ to }) => to.code === code);
    if (!found) throw new Error(`there is no step to ${code}`);
    return found;
  };

  const willing = (trust: TestTrust, ...ids: readonly string[]) =>
    people.db.as(trust.central, () =>
      people.db.rows(
        'INSERT INTO willing_colleague (trust_id, person_id) SELECT $1, unnest($2::uuid[])',
        [trust.id, ids],
      ),
    );

  it('are colleagues who do that work and may be asked, and networks of theirs that are open', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const hire = async (role: string) =>
      (await people.hire(trust, { posts: [{ roles: [role], school: 1 }] })).id;
    const [id, manager, shy, cook] = [
      await hire('CTKR'),
      await hire('PREM'),
      await hire('PREM'),
      await hire('COOK'),
    ];
    await willing(trust, id, manager, cook);
    await people.network(trust, [shy], { name: 'Site managers' });
    await people.network(trust, [cook], { name: 'Cooks' });
    const { id: invited } = await people.network(trust, [manager], { name: 'By invitation' });
    await people.db.as(trust.central, () =>
      people.db.rows(`UPDATE network SET joining = 'INVITED' WHERE trust_id = $1 AND id = $2`, [
        ...[trust.id, invited],
      ]),
    );

    const step = await towards(trust, id, 'PREMISES_MANAGER');
    expect(step.colleagues.map((colleague) => colleague.id)).toEqual([manager]);
    expect(step.networks).toEqual([{ name: 'Site managers' }]);
  });

  it('are experts, endorsed today, who do that work or, where no post is called so, one’s own', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const hire = async (role: string, familyName: string) =>
      (await people.hire(trust, { familyName, posts: [{ roles: [role], school: 1 }] })).id;
    const [id, fellow, manager, late, cook] = [
      await hire('CTKR', 'Alder'),
      await hire('CTKR', 'Birch'),
      await hire('PREM', 'Cedar'),
      await hire('PREM', 'Damson'),
      await hire('COOK', 'Elder'),
    ];
    await people.db.as(trust.central, async () => {
      for (const personId of [id, fellow, manager, cook, late]) {
        const expiresOn = day(personId === late ? 0 : 9);
        await people.db.rows(
          `WITH stated AS (
             INSERT INTO expertise (trust_id, id, person_id, theme, level, phase_codes, evidence,
               days_a_term) VALUES ($1, $2, $3, 'OPERATIONS', 'SPECIALIST', '{}', 'x', 2))
           INSERT INTO expertise_endorsement
             (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
           VALUES ($1, $4, $2, $3, $5, $6, $7)`,
          [trust.id, newId(), personId, newId(), personId === cook ? id : cook, day(-9), expiresOn],
        );
      }
    });

    const named = async (code: string) =>
      (await towards(trust, id, code)).experts.map(({ name }) => name.split(' ').at(-1));
    expect(await named('PREMISES_MANAGER')).toEqual(['Cedar']);
    expect(await named('COMPLIANCE_SPECIALIST')).toEqual(['Birch']);
  });

  it('are named for each need that is not met, and for none that is', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust, { posts: [{ roles: ['CTKR'] }] });
    await holdNebosh(trust, id, day(0));

    const { needs } = await towards(trust, id, 'COMPLIANCE_SPECIALIST');
    expect(needs).toMatchObject([
      { answer: 'MET', ways: null },
      { answer: 'MISSING', ways: { personId: id, need: 'CREDENTIAL' } },
      { answer: 'MISSING', ways: { personId: id, need: 'NETWORK' } },
    ]);
  });

  it('are read with as many statements for three people as for one', async () => {
    const [few, many] = [await people.trust(), await people.trust()];
    await people.hire(few, { posts: [{ roles: ['CLNR'] }] });
    for (const role of ['CLNR', 'RECP', 'CTKR']) {
      await people.hire(many, { posts: [{ roles: [role] }] });
    }
    const text = `{ people(first: 10) { edges { node { nextSteps { colleagues { name } experts { name expertise { evidence } }
      networks { name } } } } } }`;
    const during = ({ central }: TestTrust) =>
      people.served.statementsDuring(() => people.data(central, text));

    await during(few); // what is asked once only
    expect(await during(many)).toBe(await during(few));
  });
});
