import { beforeEach, describe, expect, it } from '@jest/globals';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { TestOpportunities } from '../testing.ts';
import { FairTrust } from './testing.ts';

const test = new TestOpportunities();
let trust: FairTrust;
beforeEach(() => {
  trust = new FairTrust(test);
});

const { ACTING, ...kinds } = OpportunityKind;
/** Of which everybody has ten school days; five of all else. */
const longer: readonly string[] = [
  ...['POST', 'SECONDMENT', 'SPECIALIST_ROLE', 'RESPONSIBILITY', 'COHORT_SEAT', 'STUDY_ROUND'],
];

/** A published opportunity of the kind, with what that kind has to say of itself. */
async function published(kind: OpportunityKind): Promise<string> {
  if (kind === OpportunityKind.RESPONSIBILITY)
    return trust.publish({ kind, terms: { responsibility: 'OVERSIGHT' } });
  if (kind !== OpportunityKind.PROJECT) return trust.publish({ kind });
  const days = { opensOn: '2024-03-01', closesOn: '2024-03-08' };
  const draft = await test.create(trust.central, { kind, ...days, terms: { hoursPerWeek: 2 } });
  const plan = { skills: ['Phonics'], seats: 2, startsOn: '2024-09-01', endsOn: '2025-04-01' };
  const planned = { opportunityId: draft.id, ...plan };
  await test.mutate(trust.central, 'planProject', planned, '__typename');
  await test.publish(trust.central, draft);
  return String(draft.id);
}

describe('an opportunity of whatever kind', () => {
  it.each(Object.values(kinds))(
    '%s is published, told of, and decided when everybody had their days',
    async (kind) => {
      const person = await trust.personAt(await trust.school());
      const id = await published(kind);
      expect((await trust.decide(id, '2024-03-20')).result).toBe('DecisionTooEarly'); // nobody was told
      await trust.reached(id, person, '2024-03-04');
      const [before, day] = longer.includes(kind)
        ? ['2024-03-17', '2024-03-18']
        : ['2024-03-10', '2024-03-11'];

      expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: day });
      expect((await trust.decide(id, before)).result).toBe('DecisionTooEarly');
      expect(await trust.decide(id, day)).toMatchObject({ state: 'SHORTLISTING' });
    },
  );

  it('but ACTING is among them, which has an approver and an end instead', () => {
    expect(Object.values(kinds)).toHaveLength(11);
    expect(Object.values(kinds)).not.toContain(ACTING);
  });
});
