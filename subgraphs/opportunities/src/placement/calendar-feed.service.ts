import { type CalendarEntry, calendarFile } from '@trellis/subgraph-kit/calendar-file';
import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { EntityReader } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { calendarEntryOf } from './placement-calendar.ts';
import {
  type CalendarPlacementRow,
  feedOfSecretSql,
  feedsById,
  isStaffSql,
  placementsInCalendar,
} from './calendar-feed.queries.ts';
import type {
  CalendarFeed,
  CalendarFeedAddress,
  CalendarFeedFile,
  MakeCalendarFeedInput,
  RevokeCalendarFeedInput,
} from './calendar-feed.types.ts';

/** Under which the gateway fetches a calendar. Given by no role and to no key. */
export const calendarScope = 'calendar:read';

const schoolShape = z.object({ name: z.string() });

/** Private addresses at which people's calendars fetch their days in other schools. */
export class CalendarFeedService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityReader,
    private readonly now: Clock,
  ) {}

  /**
   * Makes the viewer's address, in the place of the one that they had. Of its secret the hash is kept.
   *
   * @throws FORBIDDEN for an API key, which has no days of its own.
   */
  make(viewer: Viewer, input: MakeCalendarFeedInput): Promise<CalendarFeedAddress> {
    const { trustId, personId } = viewer;
    if (personId === null) throw forbidden('A calendar is a person’s own.');
    const make = async () => {
      // Of two that are made at once the second replaces the first.
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', [personId]);
      await this.db.rows(
        `UPDATE calendar_feed SET revoked_at = $3
          WHERE trust_id = $1 AND person_id = $2 AND revoked_at IS NULL`,
        [trustId, personId, this.now()],
      );
      const id = newId();
      const secret = randomBytes(32).toString('base64url');
      await this.db.rows(
        `INSERT INTO calendar_feed (trust_id, id, person_id, secret_hash, made_at)
         VALUES ($1, $2, $3, $4, $5)`,
        [trustId, id, personId, hashOf(secret), this.now()],
      );
      const feed = await this.found(viewer, id);
      return { id, feed, path: `/calendar/${secret}.ics` };
    };
    const again = async (id: string) => ({ id, feed: await this.found(viewer, id), path: null });
    return this.idempotency.once<CalendarFeedAddress>(
      viewer,
      'makeCalendarFeed',
      input,
      make,
      again,
    );
  }

  /**
   * Lets an address die at once; again changes nothing.
   *
   * @throws NOT_FOUND unless it is the viewer's own.
   */
  revoke(viewer: Viewer, input: RevokeCalendarFeedInput): Promise<CalendarFeed> {
    const id = idOrNone(input.id);
    const revoke = async () => {
      await this.db.rows(
        `UPDATE calendar_feed SET revoked_at = coalesce(revoked_at, $3)
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, this.now()],
      );
      return this.found(viewer, id);
    };
    const again = () => this.found(viewer, id);
    return this.idempotency.once<CalendarFeed>(viewer, 'revokeCalendarFeed', input, revoke, again);
  }

  /**
   * The calendar at an address, for the gateway: what its owner does in other schools, and nothing of
   * anybody else's. The same as long as nothing changes.
   *
   * @param secretHash SHA-256 of the secret, hexadecimal.
   * @returns null for an address that nobody has, that was revoked, or whose owner has left.
   */
  async fileOf(secretHash: string): Promise<CalendarFeedFile | null> {
    const [feed] = await this.db.rows<OwnedFeed>(feedOfSecretSql, [secretHash]);
    if (!feed) return null;
    const { trustId, personId, madeAt } = feed;
    const job = jobViewer('calendar feed', [], trustId);
    const owner: Viewer = { ...job, personId, allPlaces: false };
    const today = londonDay(this.now());
    const placements = await this.db.as(owner, async () => {
      const standing = await this.db.rows(isStaffSql, [trustId, personId, today]);
      if (standing.length === 0) return null;
      await this.db.rows(usedSql, [trustId, secretHash, today]);
      return placementsInCalendar(this.db, owner, today);
    });
    if (!placements) return null;
    const names = await this.schoolNames(owner, placements);
    const entries = placements.flatMap((one) => entriesOf(one, madeAt, names));
    return { text: calendarFile(entries) };
  }

  private async schoolNames(owner: Viewer, placements: readonly CalendarPlacementRow[]) {
    const ids = [...new Set(placements.flatMap(({ hostSchoolId }) => hostSchoolId ?? []))];
    const keys = ids.map((id) => ({ type: 'School', id }));
    const schools = await this.people.read(owner, keys, 'name', schoolShape);
    return new Map(ids.map((id, at) => [id, schools[at]?.name ?? null]));
  }

  private async found(viewer: Viewer, id: string): Promise<CalendarFeed> {
    const [found] = await feedsById(this.db, viewer, [id]);
    if (!found) throw notFound('calendar feed');
    return found;
  }
}

interface OwnedFeed {
  readonly trustId: string;
  readonly personId: string;
  readonly madeAt: Date;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** One entry; of what is lent one for each of its days. */
function entriesOf(
  placement: CalendarPlacementRow,
  madeAt: Date,
  names: ReadonlyMap<string, string | null>,
): CalendarEntry[] {
  const { hostSchoolId, scheduledAt, lentDays } = placement;
  const entry = calendarEntryOf(placement, scheduledAt ?? madeAt);
  if (!entry) return [];
  const school = hostSchoolId === null ? null : (names.get(hostSchoolId) ?? null);
  const whole = { ...entry, description: school };
  if (lentDays === null) return [whole];
  return lentDays.map((startsOn) => ({
    ...{ ...whole, uid: `${startsOn}-${whole.uid}`, startsOn, weekdays: null },
    endsOn: londonDay(new Date(Date.parse(startsOn) + 86_400_000)),
  }));
}

/** Once a day is enough to tell an address that is used from one that is not. */
const usedSql = `
  UPDATE calendar_feed SET last_used_on = $3
   WHERE trust_id = $1 AND secret_hash = $2 AND last_used_on IS DISTINCT FROM $3::date`;
