import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  central = thePeopleTeam(trustId);
});

const shown = async (viewer: Viewer, id: string | undefined, fields: string) => {
  const query = `query ($id: ID!) { opportunity(id: $id) { ${fields} } }`;
  return (await test.served.ask(viewer, query, { id })).data['opportunity'];
};

const terms = {
  ...{ payFromPence: 38_000_00, payToPence: 42_000_00, hoursPerWeek: 32.5 },
  ...{ flexibleWorking: 'Can be shared.', place: 'Two days at the trust office' },
  ...{ teaches: true, lineManages: false },
  criteria: [
    { weight: 'ESSENTIAL', text: 'Has led a change in a school' },
    { weight: 'DESIRABLE', text: 'Knows early reading' },
  ],
};

/** Plans what a draft of a project is for. */
function planned(opportunityId: string): Promise<unknown> {
  const plan = { skills: ['Phonics'], seats: 2, startsOn: '2026-09-01', endsOn: '2027-04-01' };
  return test.mutate(central, 'planProject', { opportunityId, ...plan }, '__typename');
}

describe('what one would do and get', () => {
  it('is said of every kind of opportunity, and shown to all staff', async () => {
    for (const kind of Object.values(OpportunityKind)) {
      const responsibility = kind === OpportunityKind.RESPONSIBILITY ? 'OVERSIGHT' : null;
      const isActing = kind === OpportunityKind.ACTING;
      const acting = isActing
        ? {
            reason: 'The head is ill.',
            approvedById: test.people.add(trustId),
            endsOn: '2026-07-22',
          }
        : null;
      const input = { kind, acting, terms: { ...terms, responsibility } };
      const draft = await test.create(central, input);
      if (kind === OpportunityKind.PROJECT) await planned(String(draft.id));
      const { id } = await test.publish(central, draft);

      expect(
        await shown(
          aMemberOfStaff(trustId),
          String(id),
          `kind terms { payFromPence payToPence hoursPerWeek flexibleWorking place teaches lineManages
            responsibility criteria { weight text } }`,
        ),
      ).toEqual({ kind, terms: { ...terms, responsibility } });
    }
  });

  it('says of a responsibility what it is before it is published', async () => {
    const draft = await test.create(central, { kind: 'RESPONSIBILITY' });

    expect(await test.publish(central, draft)).toMatchObject({
      result: 'OpportunityNotPublishable',
      missing: ['terms.responsibility'],
    });
  });

  it('takes no pay band upside down', async () => {
    const upsideDown = { payFromPence: 2, payToPence: 1 };

    expect(await test.create(central, { terms: upsideDown })).toMatchObject({
      result: 'BAD_USER_INPUT',
    });
  });
});

describe('(h) criteria that may exclude people without cause', () => {
  const warnings = async (teaches: boolean | null, weight: string, ...texts: string[]) => {
    const criteria = texts.map((text) => ({ weight, text }));
    const { id } = await test.create(central, { terms: { teaches, criteria } });
    const fields = 'criterionWarnings { risk message criterion { text } }';
    return shown(central, id, fields);
  };
  const risks = (...all: string[]) => ({
    criterionWarnings: all.map((risk): unknown => expect.objectContaining({ risk })),
  });

  it('are pointed out to the author where they are essential', async () => {
    const asked = ['Has QTS', 'Works full-time', 'At least five years of experience'];

    expect(await warnings(false, 'ESSENTIAL', ...asked)).toEqual(
      risks('QTS_WITHOUT_TEACHING', 'FULL_TIME_ONLY', 'YEARS_SERVED'),
    );
    expect(await warnings(false, 'DESIRABLE', ...asked)).toEqual(risks());
  });

  it('do not include qualified teacher status where classes are taught', async () => {
    expect(await warnings(true, 'ESSENTIAL', 'Qualified teacher status')).toEqual(risks());
    expect(await warnings(null, 'ESSENTIAL', 'Qualified teacher status')).toEqual(
      risks('QTS_WITHOUT_TEACHING'),
    );
  });

  it('do not include what only sounds similar', async () => {
    expect(await warnings(false, 'ESSENTIAL', 'Can teach years 5 and 6')).toEqual(risks());
  });
});

describe('amending what is published', () => {
  const versions = 'versions { number changes title closesOn terms { payToPence } }';

  it('makes a new version of a change that matters, and keeps what was said before', async () => {
    const id = await test.published(central, { terms });
    const amended = await test.amend(central, {
      ...{ id, version: 2, closesOn: '2026-05-30' },
      terms: { ...terms, payToPence: 40_000_00, hoursPerWeek: 30, criteria: [] },
    });

    expect(amended).toMatchObject({ result: 'Opportunity', version: 3 });
    expect(await shown(aMemberOfStaff(trustId), id, versions)).toMatchObject({
      versions: [
        {
          number: 2,
          changes: ['PAY', 'HOURS', 'EARLIER_CLOSING', 'CRITERIA'],
          closesOn: '2026-05-30',
          terms: { payToPence: 40_000_00 },
        },
        { number: 1, changes: [], closesOn: '2026-05-31', terms: { payToPence: 42_000_00 } },
      ],
    });
  });

  it('counts another school and another audience as changes that matter', async () => {
    const id = await test.published(central);
    const hostSchoolId = test.people.add(trustId);
    const audience = { roleCodes: ['TASS'], reason: 'It is about their work.' };
    await test.amend(central, { id, version: 2, hostSchoolId });
    await test.amend(central, { id, version: 3, audience });

    expect(await shown(central, id, 'versions { changes }')).toEqual({
      versions: [{ changes: ['AUDIENCE'] }, { changes: ['SCHOOL'] }, { changes: [] }],
    });
  });

  it('makes no version of a later closing day or of better words', async () => {
    const id = await test.published(central, { terms });
    const better = { title: 'Lead early reading', closesOn: '2026-06-30', terms };

    expect(await test.amend(central, { id, version: 2, ...better })).toMatchObject({
      result: 'Opportunity',
      title: 'Lead early reading',
      closesOn: '2026-06-30',
    });
    expect(await shown(central, id, 'versions { number }')).toEqual({ versions: [{ number: 1 }] });
  });

  it('is refused of a draft, of what is closed, and with days that cannot be', async () => {
    const draft = await test.create(central);
    const id = await test.published(central);
    const before = { id, version: 2 };
    const backwards = await test.amend(central, { ...before, closesOn: '2026-04-30' });
    const over = await test.amend(central, { ...before, closesOn: '2026-05-11' });
    test.clock.set('2026-06-01T09:00:00Z');

    expect(await test.amend(central, draftOf(draft))).toMatchObject({ state: 'DRAFT' });
    expect(backwards).toMatchObject({ result: 'ClosesBeforeOpening' });
    expect(over).toMatchObject({ result: 'ClosingDayOver', closedOn: '2026-05-11' });
    expect(await test.amend(central, before)).toMatchObject({
      result: 'OpportunityNotAmendable',
      state: 'CLOSED',
    });
  });

  it('takes nothing to a school that one does not answer for, or that is of another trust', async () => {
    const own = test.people.add(trustId);
    const head = aHead(trustId, own);
    const id = await test.published(head, { hostSchoolId: own });
    const to = (hostSchoolId: string) => test.amend(head, { id, version: 2, hostSchoolId });

    expect(await to(test.people.add(trustId))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await to(test.people.add(newId()))).toMatchObject({ result: 'NOT_FOUND' });
  });
});

const draftOf = ({ id, version }: { id?: string; version?: number }) => ({ id, version });

describe('moving an opportunity on', () => {
  it('is refused wherever it may not go, with where it may', async () => {
    const { id, version } = await test.create(central);
    const move = (to: string) => test.move(central, { id, version, to });
    const legal = legalTransitions[OpportunityState.DRAFT];
    const illegal = Object.values(OpportunityState).filter((to) => !legal.includes(to));

    for (const to of [...illegal, 'PUBLISHED']) {
      expect(await move(to)).toMatchObject({ result: 'IllegalTransition', from: 'DRAFT', legal });
    }
  });

  it('approves a draft, which is then published', async () => {
    const draft = await test.create(central);
    const approved = await test.move(central, { ...draftOf(draft), to: 'APPROVED' });

    expect(approved).toMatchObject({ state: 'APPROVED', version: 2 });
    expect(await test.publish(central, approved)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('reopens what found nobody with a new closing day, and tells everybody anew', async () => {
    const id = await test.published(central);
    test.clock.set('2026-06-01T09:00:00Z');
    const reopen = (closesOn?: string) =>
      test.move(central, { id, version: 2, to: 'REOPENED', closesOn });

    expect(await reopen()).toMatchObject({ missing: ['closesOn'] });
    expect(await reopen('2026-05-31')).toMatchObject({ result: 'ClosingDayOver' });
    expect(await reopen('2026-06-30')).toMatchObject({ state: 'REOPENED', isOpen: true });
    expect(await shown(central, id, 'versions { number changes }')).toEqual({
      versions: [
        { number: 2, changes: ['REOPENED'] },
        { number: 1, changes: [] },
      ],
    });
  });

  it('is for those who answer for its school', async () => {
    const id = await test.published(central, { hostSchoolId: test.people.add(trustId) });
    const stranger = aHead(trustId, newId());

    expect(await test.move(stranger, { id, version: 2, to: 'WITHDRAWN' })).toMatchObject({
      result: 'FORBIDDEN',
    });
  });
});
