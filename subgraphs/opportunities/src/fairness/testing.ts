import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

/** Terms of two authorities whose Easter holidays differ. */
export const earlyEaster = {
  academicYear: 2023,
  terms: [
    { firstDay: '2024-01-08', lastDay: '2024-03-22' },
    { firstDay: '2024-04-08', lastDay: '2024-07-19' },
  ],
  holidays: [{ firstDay: '2024-05-27', lastDay: '2024-05-31' }],
  insetDays: [],
};
export const lateEaster = {
  ...earlyEaster,
  terms: [
    { firstDay: '2024-01-03', lastDay: '2024-03-28' },
    { firstDay: '2024-04-15', lastDay: '2024-07-24' },
  ],
};

/** What a test reads of a window. */
export interface ToldWindow {
  readonly earliestDecisionOn: string | null;
  readonly blockers: readonly { readonly code: string; readonly people: number | null }[];
}

/** A trust in which things are told and decided, on days that are long over. */
export class FairTrust {
  readonly central: Viewer = thePeopleTeam(newId());
  readonly trustId = this.central.trustId;

  constructor(readonly test: TestOpportunities) {
    test.clock.set('2024-03-01T09:00:00Z');
  }

  async school(calendar?: object): Promise<string> {
    const schoolId = this.test.people.add(this.trustId);
    if (calendar) await this.test.setCalendar(this.central, { schoolId, ...calendar });
    return schoolId;
  }

  /** Somebody with a post at each of the schools. */
  personAt(...schoolIds: string[]): Promise<string> {
    const facts = factsAt(...schoolIds);
    const assignments = facts.assignments.map((post) => ({ ...post, startsOn: '2020-09-01' }));
    return this.test.tellOf(this.trustId, { ...facts, assignments });
  }

  publish(input: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const days = { opensOn: '2024-03-01', closesOn: '2024-03-08' };
    return this.test.published(this.central, { ...days, ...input });
  }

  /** A notice of the opportunity reached the person at noon of the day. */
  reached(id: string, personId: string, day: string, version = 1): Promise<void> {
    const data = { at: `${day}T12:00:00.000Z`, channel: 'EMAIL' };
    return this.test.tellOfNotices(this.trustId, [{ personId, type: 'notice.reached', data }], {
      ...{ id, version },
    });
  }

  unreached(id: string, personId: string, reason: string): Promise<void> {
    const data = { at: '2024-03-01T12:00:00.000Z', reason };
    return this.test.tellOfNotices(this.trustId, [{ personId, type: 'notice.unreached', data }], {
      id,
    });
  }

  async window(id: string, viewer = this.central): Promise<ToldWindow> {
    const query = `query ($id: ID!) { opportunity(id: $id) {
      fairnessWindow { earliestDecisionOn blockers { code people } } } }`;
    const { data } = await this.test.served.ask<{ opportunity: { fairnessWindow: ToldWindow } }>(
      viewer,
      query,
      { id },
    );
    return data.opportunity.fairnessWindow;
  }

  /** Tries to begin choosing, at nine in the morning of the day. */
  decide(id: string, day: string, version = 2): Promise<Outcome> {
    this.test.clock.set(`${day}T09:00:00Z`);
    return this.test.move(this.central, { id, version, to: 'SHORTLISTING' });
  }
}
