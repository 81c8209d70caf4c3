import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId, noId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { LeaveService } from '../leave/leave.service.ts';
import { type Hire, staffViewer, type TestPeople, type TestTrust } from '../testing.ts';
import type { SetNoticePreferencesInput } from './notice-preference.types.ts';
import { NoticeService } from './notice.service.ts';
import type { Telling } from './notice.types.ts';

/** A notice as a reader sees it. */
export interface ReadNotice {
  readonly id: string;
  readonly title: string;
  readonly readAt: string | null;
  readonly reachedBy: string | null;
  readonly unreachedReason: string | null;
  readonly history: readonly { readonly channel: string; readonly state: string }[];
}

const noticesOf = `query ($id: ID!, $first: Int, $after: String) {
  person(id: $id) { notices(first: $first, after: $after) { totalCount pageInfo { endCursor }
    edges { node {
      id title readAt reachedBy unreachedReason history { channel state } } } } } }`;

/** Notices of one trust, for one test. */
export class TestNotices {
  /** The people team, which sees them all. */
  readonly team: Viewer;

  constructor(
    readonly people: TestPeople,
    readonly trust: TestTrust,
  ) {
    const scopes = ['staff:read', 'notice:read', 'notice:tell'];
    this.team = aViewer({ trustId: trust.id, allPlaces: true, scopes });
  }

  /** Somebody with a work mailbox of their own. */
  async hire(hire: Hire = {}): Promise<string> {
    const workEmail = `${newId()}@alder.example`;
    return (await this.people.hire(this.trust, { workEmail, ...hire })).id;
  }

  /** Tells people of an opportunity; of one that nobody was told of unless it is named. */
  tell(
    personIds: readonly string[],
    more: Partial<Telling> = {},
    db = this.people.db,
  ): Promise<number> {
    const about = { type: 'Opportunity', id: newId(), version: 1 };
    const { central } = this.trust;
    return db.as(central, () =>
      new NoticeService(db, new Idempotency(db)).tell(central, {
        ...{ kind: 'OPPORTUNITY_PUBLISHED', about, title: 'Lead phonics', text: 'For a year.' },
        ...{ path: `/opportunities/${about.id}`, closesOn: null, personIds },
        ...more,
      }),
    );
  }

  /** Notices of somebody, as the people team sees them. */
  async of(personId: string): Promise<ReadNotice[]> {
    const { person } = await this.people.data<{
      person: { notices: { edges: { node: ReadNotice }[] } };
    }>(this.team, noticesOf, { id: personId });
    return person.notices.edges.map(({ node }) => node);
  }

  /** The one notice of somebody. */
  async only(personId: string): Promise<ReadNotice> {
    const [notice, ...others] = await this.of(personId);
    if (!notice || others.length > 0) throw new Error('there is not just one');
    return notice;
  }

  /** Leave of somebody, by ISO days. */
  async away(personId: string, startsOn: string, endsOn: string | null = null): Promise<void> {
    const { people, trust } = this;
    const sourceRecordId = newId();
    await people.db.as(trust.central, () =>
      people.db.rows(
        `INSERT INTO staff_source_record
           (trust_id, id, source, instance_id, external_id, person_id, status, as_of)
         VALUES ($1, $2, 'arbor', $3, $5, $4, 'ACTIVE', now())`,
        [trust.id, sourceRecordId, noId, personId, sourceRecordId],
      ),
    );
    const periods = [{ externalId: '1', categoryCode: 'MAT', startsOn, endsOn }];
    await people.db.as(trust.central, () =>
      new LeaveService(people.db).record(trust.central, [{ personId, sourceRecordId, periods }]),
    );
  }

  /** What was told of somebody to the subgraph that asked, in order. */
  events(personId: string) {
    const { db } = this.people;
    return db.as(this.team, () =>
      db.rows<{ type: string; data: object }>(
        `SELECT type, data FROM event
          WHERE trust_id = $1 AND aggregate_type = 'Notice' AND data ->> 'personId' = $2
          ORDER BY sequence`,
        [this.trust.id, personId],
      ),
    );
  }

  /** The person says how they want to be told. */
  async prefer(personId: string, preferences: Partial<SetNoticePreferencesInput>): Promise<void> {
    const input = { byEmail: true, evenOnLeave: false, ...preferences };
    await this.people.data(
      staffViewer(this.trust, personId),
      `mutation ($input: SetNoticePreferencesInput!) {
        setNoticePreferences(input: $input) { __typename } }`,
      { input },
    );
  }

  /** The person opens their notice. */
  async read(personId: string, noticeId: string): Promise<void> {
    await this.people.data(
      staffViewer(this.trust, personId),
      `mutation ($input: ReadNoticeInput!) { readNotice(input: $input) { __typename } }`,
      { input: { noticeId } },
    );
  }
}

/** What a mail server sends back of an e-mail to a mailbox that is not there. */
export const aBounceReport = (messageId: string) =>
  [
    ...['From: MAILER-DAEMON@mx.alder.example', 'To: notices@alder.example', 'MIME-Version: 1.0'],
    'Content-Type: multipart/report; report-type=delivery-status;',
    ...[
      '\tboundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
    ],
    ...[
      '--b1',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.alder.example',
    ],
    ...['', 'Final-Recipient: rfc822; gone@alder.example', 'Action: failed', 'Status: 5.1.1'],
    ...['--b1', 'Content-Type: message/rfc822', '', 'From: notices@alder.example'],
    ...[`Message-ID: ${messageId}`, 'Subject: Lead phonics', '', 'For a year.', '--b1--', ''],
  ].join('\r\n');
