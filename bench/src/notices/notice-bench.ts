import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { wellKnown } from '@trellis/demonstration/well-known';
import { stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { startStack } from '@trellis/local-stack/stack';
import { peopleDatabase } from '@trellis/people/database-shape';
import { NoticeService } from '@trellis/people/notice/notice.service';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import pg from 'pg';

/** People a page, as opportunities send them. */
const pageSize = 500;
/** Longest to wait for e-mails, in milliseconds. */
const patience = 300_000;

const say = (line: string) => {
  console.log(line);
};

/**
 * `npm run bench -- notices`: everybody of a trust is told of one thing, page by page, and gets an
 * e-mail, which the worker writes to a folder in place of sending it.
 *
 * @param people who are told, each with a mailbox.
 */
export async function benchNotices(people: number): Promise<void> {
  const { gateway: gatewayPort } = await choosePorts(['gateway'], {});
  rmSync(stackFolder, { recursive: true, force: true }); // a new database, as on the first day
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const { postgres } = stack.settings;
  const admin = new pg.Client({ connectionString: postgres.adminUrl('people') });
  const source = createDataSource(peopleDatabase, postgres.url('people', 'app'), 2);
  try {
    await admin.connect();
    await source.initialize();
    const ids = Array.from({ length: people }, () => newId());
    await admin.query(
      `INSERT INTO person (trust_id, id, given_name, family_name, sort_name, sort_given_name,
                           search_text, work_email)
       SELECT $1, id, 'Ada', 'Bench', 'bench', 'ada', 'ada bench', id || '@bench.example'
         FROM unnest($2::uuid[]) AS id`,
      [wellKnown.trustId, ids],
    );
    const began = performance.now();
    const queued = await tellAll(new Database(source), ids);
    say(`\n${people} people told in pages of ${pageSize}: in line after ${queued.toFixed(1)} s`);
    await allSent(admin, ids);
    const sent = (performance.now() - began) / 1000;
    say(`e-mails all handed over after ${sent.toFixed(1)} s (${(people / sent).toFixed(0)}/s)`);
  } finally {
    await source.destroy();
    await admin.end();
    await stack.stop();
  }
}

/** @returns how long it took, in seconds. */
async function tellAll(db: Database, ids: readonly string[]): Promise<number> {
  const notices = new NoticeService(db, new Idempotency(db));
  const viewer = jobViewer('bench', [], wellKnown.trustId);
  const about = { type: 'Opportunity', id: newId(), version: 1 };
  const what = { kind: 'OPPORTUNITY_PUBLISHED', title: 'Lead phonics', text: 'For a year.' };
  const began = performance.now();
  for (let start = 0; start < ids.length; start += pageSize) {
    const personIds = ids.slice(start, start + pageSize);
    const telling = { ...what, about, path: `/opportunities/${about.id}`, closesOn: null };
    await db.as(viewer, () => notices.tell(viewer, { ...telling, personIds }));
  }
  return (performance.now() - began) / 1000;
}

async function allSent(admin: pg.Client, ids: readonly string[]): Promise<void> {
  const end = Date.now() + patience;
  const sql = `SELECT count(*)::integer AS sent FROM notice JOIN notice_delivery AS line
      ON line.trust_id = notice.trust_id AND line.notice_id = notice.id
    WHERE person_id = ANY ($1::uuid[]) AND channel = 'EMAIL' AND state = 'SENT'`;
  for (;;) {
    const { rows } = await admin.query<{ sent: number }>(sql, [ids]);
    if (rows[0]?.sent === ids.length) return;
    if (Date.now() > end) throw new Error('the e-mails have not all gone out');
    await pause(250);
  }
}
