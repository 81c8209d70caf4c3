import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { fellow } from '../networks.testing.ts';
import { TestQuestions } from '../network-questions.testing.ts';
import { TestOutputs } from '../network-outputs.testing.ts';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { TestPeople, TestTrust } from '../testing.ts';

/** A row in each table of networks, of which the first of the people is a member. */
export async function everythingOfNetworks(
  people: TestPeople,
  trust: TestTrust,
  networkId: string,
  [personId, otherId]: readonly [string, string],
): Promise<void> {
  await someInvitation(people, trust, networkId, personId);
  await someSharing(people, trust, networkId, personId);
  await someExpertise(people, trust, personId, otherId);
  await someMeeting(people, trust, networkId, personId);
  await new TestOutputs(people).write(fellow(trust, personId), networkId);
  await someQuestion(people, fellow(trust, personId), networkId);
}

/** Answered, and the answer hidden. */
async function someQuestion(people: TestPeople, lead: Viewer, networkId: string): Promise<void> {
  const questions = new TestQuestions(people);
  const { id } = await questions.answer(lead, await questions.ask(lead, networkId));
  await questions.do(lead, 'hideNetworkAnswer', { id, reason: 'x' });
}

/** To a network of the trust. */
async function someInvitation(
  people: TestPeople,
  { id, central }: TestTrust,
  networkId: string,
  personId: string,
) {
  const invite = `INSERT INTO network_invitation (trust_id, id, network_id, person_id)
    VALUES ($1, $2, $3, $4)`;
  await people.db.as(central, () => people.db.rows(invite, [id, newId(), networkId, personId]));
}

/** That somebody else has endorsed. */
async function someExpertise(
  people: TestPeople,
  { id, central }: TestTrust,
  personId: string,
  endorserId: string,
) {
  const expertiseId = newId();
  await people.db.as(central, async () => {
    await people.db.rows(
      `INSERT INTO expertise (trust_id, id, person_id, theme, level, phase_codes, evidence, days_a_term)
       VALUES ($1, $2, $3, 'SEND', 'SPECIALIST', '{}', 'x', 1)`,
      [id, expertiseId, personId],
    );
    await people.db.rows(
      `INSERT INTO expertise_endorsement
         (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
       VALUES ($1, $2, $3, $4, $5, current_date, current_date + 1)`,
      [id, newId(), expertiseId, personId, endorserId],
    );
  });
}

/** With nobody, since no alliance stands; the trust’s own cards follow from it. */
async function someSharing(
  people: TestPeople,
  { id, central }: TestTrust,
  networkId: string,
  personId: string,
) {
  await people.db.as(central, () =>
    people.db.rows(
      `INSERT INTO network_share
         (trust_id, id, network_id, name, purpose, allied_trust_id, alliance_id)
       SELECT $1, $2, network.id, network.name, purpose, $4, agreement.id
         FROM network JOIN (SELECT id FROM alliance_agreement) AS agreement ON network.id = $3`,
      [id, newId(), networkId, newId()],
    ),
  );
  await asSuperuser(people.served.database.name, (client) =>
    client.query(
      `INSERT INTO network_guest (trust_id, id, host_trust_id, network_id, person_id, joined_on)
       VALUES ($1, $2, $3, $4, $5, current_date)`,
      [id, newId(), newId(), newId(), personId],
    ),
  );
}

/** To which somebody comes. */
async function someMeeting(
  people: TestPeople,
  { id, central }: TestTrust,
  networkId: string,
  personId: string,
) {
  const meetingId = newId();
  await people.db.as(central, async () => {
    await people.db.rows(
      `INSERT INTO network_meeting (trust_id, id, network_id, title, starts_at, ends_at, place, agenda)
       VALUES ($1, $2, $3, 'x', now(), now() + interval '1 hour', '', '')`,
      [id, meetingId, networkId],
    );
    await people.db.rows(
      `INSERT INTO network_attendance (trust_id, meeting_id, person_id, answer)
       VALUES ($1, $2, $3, 'COMING')`,
      [id, meetingId, personId],
    );
    await people.db.rows(
      `INSERT INTO network_meeting_guest (trust_id, id, network_id, meeting_id, person_id)
       VALUES ($1, $2, $3, $4, $5)`,
      [id, newId(), networkId, meetingId, personId],
    );
  });
}
