import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { bouncedMessageId } from './bounce-report.ts';
import {
  NotABounceReport,
  type ReadNoticeInput,
  type RecordBounceReportInput,
  type RecordNoticeBounceInput,
} from './notice-change.types.ts';
import {
  bounceSql,
  dropRemindersSql,
  noticeOfSql,
  noticeSql,
  readSql,
  tellSql,
  unreadSql,
} from './notice.queries.ts';
import type { Applied } from './notice.codes.ts';
import type { NoticeRow, Telling } from './notice.types.ts';

/** The one way by which anybody in the product is told of anything. */
export class NoticeService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;

  constructor(db: Database, idempotency: Idempotency) {
    this.#db = db;
    this.#idempotency = idempotency;
  }

  /**
   * Puts a notice in line for each of the people, by the channels that can get to them: their notices
   * here, and an e-mail or else the sheet of the staff room. Nobody gets the same kind of notice of one
   * version of something twice, however often they are named. One statement for any number of people.
   *
   * @returns how many had not been told before.
   */
  async tell({ trustId }: Viewer, telling: Telling): Promise<number> {
    const { kind, about, title, text, path, closesOn, personIds } = telling;
    const { wantsProof = true, canWait = true } = telling;
    const [done] = await this.#db.rows<{ told: number }>(tellSql, [
      ...[trustId, personIds.map(() => newId()), personIds],
      ...[kind, about.type, about.id, about.version],
      ...[title, text, path, londonDay(), closesOn, wantsProof, canWait],
    ]);
    await this.#db.rows('SELECT app.wake_delivery()');
    return done?.told ?? 0;
  }

  /**
   * Notes that the viewer has opened a notice of theirs; the first time is the one that counts.
   *
   * @throws NOT_FOUND when the viewer has no such notice.
   */
  read(viewer: Viewer, input: ReadNoticeInput): Promise<NoticeRow> {
    const { trustId, personId } = viewer;
    if (personId === null) throw forbidden('Only people have notices.');
    const which = [trustId, idOrNone(input.noticeId), personId];
    const find = () => this.#find(which);
    const work = async () => {
      await this.#db.rows(readSql, which);
      return find();
    };
    return this.#idempotency.once<NoticeRow>(viewer, 'readNotice', input, work, find);
  }

  /**
   * Notes that an e-mail came back after the mail server had taken it: from then on it counts as not
   * delivered, and a colleague is to tell the person.
   *
   * @throws NOT_FOUND also when the viewer does not answer for the whole trust.
   */
  bounce(viewer: Viewer, input: RecordNoticeBounceInput): Promise<NoticeRow> {
    const which = [viewer.trustId, noticeIdOf(input.messageId)];
    const find = () => this.#find(which, noticeSql);
    const work = () => this.#bounced(viewer, which);
    return this.#idempotency.once<NoticeRow>(viewer, 'recordNoticeBounce', input, work, find);
  }

  /**
   * The same, as a mail server reports it.
   *
   * @returns the refusal where the message reports no e-mail that came back for good.
   * @throws NOT_FOUND also when the viewer does not answer for the whole trust.
   */
  report(viewer: Viewer, input: RecordBounceReportInput): Promise<NoticeRow | NotABounceReport> {
    const messageId = bouncedMessageId(input.message);
    if (messageId === undefined) return Promise.resolve(new NotABounceReport());
    const which = [viewer.trustId, noticeIdOf(messageId)];
    const find = () => this.#find(which, noticeSql);
    const work = () => this.#bounced(viewer, which);
    return this.#idempotency.once<NoticeRow>(viewer, 'recordBounceReport', input, work, find);
  }

  /** Spares those who have applied the reminders that were on their way to them. */
  async dropReminders({ trustId }: Viewer, applied: readonly Applied[]): Promise<void> {
    if (applied.length === 0) return;
    await this.#db.rows(dropRemindersSql, [
      trustId,
      applied.map(({ personId }) => personId),
      applied.map(({ opportunityId }) => opportunityId),
    ]);
  }

  /** @returns how many notices the viewer has not opened. */
  async unread({ trustId, personId }: Viewer): Promise<number> {
    if (personId === null) return 0;
    const [found] = await this.#db.rows<{ unread: number }>(unreadSql, [trustId, personId]);
    return found?.unread ?? 0;
  }

  async #bounced({ allPlaces }: Viewer, which: readonly unknown[]): Promise<NoticeRow> {
    if (!allPlaces) throw notFound('notice');
    await this.#db.rows(bounceSql, which);
    return this.#find(which, noticeSql);
  }

  async #find(which: readonly unknown[], sql = noticeOfSql): Promise<NoticeRow> {
    const [found] = await this.#db.rows<NoticeRow>(sql, which);
    if (!found) throw notFound('notice');
    return found;
  }
}

/** @returns the id of a notice by the Message-ID of its e-mail, whoever else's that may be. */
function noticeIdOf(messageId: string): string {
  const [id = ''] = messageId.replace('<', '').split('@');
  return idOrNone(id);
}
