import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { mobileNumber } from './mobile-number.ts';
import type { NoticePreferencesRow, SetNoticePreferencesInput } from './notice-preference.types.ts';

const preferencesSql = `
  SELECT person.id, coalesce(by_email, true) AS "byEmail",
         sms_to AS "smsTo", to_char(quiet_from, 'HH24:MI') AS "quietFrom",
         to_char(quiet_until, 'HH24:MI') AS "quietUntil",
         coalesce(digest, 'AT_ONCE') AS digest, coalesce(even_on_leave, false) AS "evenOnLeave"
    FROM person LEFT JOIN notice_preference AS preference
      ON preference.trust_id = person.trust_id AND preference.person_id = person.id
   WHERE person.trust_id = $1 AND person.id = $2`;

const setSql = `
  INSERT INTO notice_preference
    (trust_id, person_id, by_email, quiet_from, quiet_until, even_on_leave, sms_to, digest)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (trust_id, person_id) DO UPDATE
     SET by_email = excluded.by_email, quiet_from = excluded.quiet_from,
         quiet_until = excluded.quiet_until, even_on_leave = excluded.even_on_leave,
         sms_to = excluded.sms_to, digest = excluded.digest`;

/** How people want to be told; whoever sends looks each time. */
export class NoticePreferenceService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;

  constructor(db: Database, idempotency: Idempotency) {
    this.#db = db;
    this.#idempotency = idempotency;
  }

  /** @returns null for a caller who is no person. */
  async of({ trustId, personId }: Viewer): Promise<NoticePreferencesRow | null> {
    const [found] = await this.#db.rows<NoticePreferencesRow>(preferencesSql, [trustId, personId]);
    return found ?? null;
  }

  /**
   * Sets all preferences of the viewer, also for what is in line already.
   *
   * @throws BAD_USER_INPUT when quiet hours have one end, or both are the same, or no SMS can go to the
   *   number.
   */
  set(viewer: Viewer, input: SetNoticePreferencesInput): Promise<NoticePreferencesRow> {
    const { byEmail, quietFrom = null, quietUntil = null, evenOnLeave, digest } = input;
    const smsTo = input.smsTo == null ? null : mobileNumber(input.smsTo);
    if ((quietFrom === null) !== (quietUntil === null)) {
      throw badUserInput('quietFrom and quietUntil are given both or neither.');
    }
    if (quietFrom !== null && quietFrom === quietUntil) {
      throw badUserInput('quietUntil is another time than quietFrom.');
    }
    const { trustId, personId } = viewer;
    const work = async () => {
      const values = [
        trustId,
        personId,
        byEmail,
        quietFrom,
        quietUntil,
        evenOnLeave,
        smsTo,
        digest,
      ];
      await this.#own(viewer);
      await this.#db.rows(setSql, values);
      return this.#own(viewer);
    };
    return this.#idempotency.once<NoticePreferencesRow>(
      viewer,
      'setNoticePreferences',
      input,
      work,
      () => this.#own(viewer),
    );
  }

  async #own(viewer: Viewer): Promise<NoticePreferencesRow> {
    const found = await this.of(viewer);
    if (!found) throw forbidden('Only people have preferences.');
    return found;
  }
}
