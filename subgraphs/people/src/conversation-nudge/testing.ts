import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { day, type TestPeople, testPeople, type TestTrust } from '../testing.ts';

/** People, and the worker that tells them that it is morning. */
export class TestMornings {
  readonly #worker = new TestWorker();
  readonly people: TestPeople = testPeople(this.#worker.environment);

  /** The morning of a day so many days from today, as the worker tells it. */
  async come(trust: TestTrust, offset = 0) {
    return this.#worker.bring(this.people.served.url, 'people', 'people', [
      anEvent({
        ...{ trustId: trust.id, type: 'conversation.morning', aggregateId: trust.id },
        ...{ sequence: 1, data: { day: day(offset) } },
      }),
    ]);
  }

  /** One conversation a year, the first of them a month after joining; nobody is owed one before. */
  async policy(trust: TestTrust, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const scopes = new Set([...trust.central.scopes, 'conversation:manage']);
    const input = {
      ...{ perYear: 1, firstWithinDays: 30, afterLeaveDays: 28, startsOn: day(-2_000), version: 0 },
      ...more,
    };
    await this.people.data(
      { ...trust.central, scopes },
      `mutation ($input: SetConversationPolicyInput!) {
        setConversationPolicy(input: $input) { __typename } }`,
      { input },
    );
  }

  /** A conversation that was held, or is arranged, as if by hand. */
  async talk(
    trust: TestTrust,
    personId: string,
    leadId: string,
    told: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const id = newId();
    await this.people.db.as(trust.central, () =>
      this.people.db.rows(
        `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation, state,
           planned_on, postponed_for, offered_on)
         SELECT $1, $2, $3, $4, coalesce(told.chosen, false), 'ANY', told.state, told.planned_on,
                told.postponed_for, told.offered_on
           FROM jsonb_to_record($5::jsonb) AS told (chosen boolean, state text, planned_on date,
             postponed_for text, offered_on date)`,
        [trust.id, id, personId, leadId, JSON.stringify(told)],
      ),
    );
    return id;
  }
}
