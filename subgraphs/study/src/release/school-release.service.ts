import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { BursaryApplicationMovedOn } from '../application/bursary-application-change.types.ts';
import type { BursaryApplicationRow } from '../application/bursary-application.queries.ts';
import type { BursaryApplicationService } from '../application/bursary-application.service.ts';
import { answersFor, mayReadAwards } from '../award/award.queries.ts';
import type { MoneySurroundings } from '../fund/fund-money.service.ts';
import { daysAt, ReleaseRequestService, totalOf } from './release-request.service.ts';
import type {
  AnswerOnReleaseInput,
  ChangeReleaseDaysInput,
  StepBackFromReleaseInput,
} from './school-release-change.types.ts';
import { releasesOfApplications } from './school-release.queries.ts';
import { CloseToApplicant } from './school-release.types.ts';

type Row = BursaryApplicationRow;

/** Up to an offer answers may change. */
const answerable: readonly string[] = ['SUBMITTED', 'PANEL', 'WAITLISTED'];

/** What schools say to days of release. Each answers for itself alone, and none stops an application. */
export class SchoolReleaseService {
  readonly #around: MoneySurroundings;
  readonly #applications: BursaryApplicationService;
  readonly #requests: ReleaseRequestService;

  constructor(around: MoneySurroundings, applications: BursaryApplicationService) {
    this.#around = around;
    this.#applications = applications;
    this.#requests = new ReleaseRequestService(around.db);
  }

  /**
   * Whoever answers for a school answers on release time, with a reason; answers may change until there
   * is an offer, and all are kept.
   *
   * @throws FORBIDDEN where the viewer answers for no school that is asked, or applied.
   * @throws NOT_FOUND for a school that is not asked, or not one of theirs.
   * @throws BAD_USER_INPUT where they answer for several that are asked and name none.
   */
  answer(viewer: Viewer, input: AnswerOnReleaseInput) {
    return this.#applications.change(viewer, 'answerOnRelease', input, async (application) => {
      const schoolId = pick(await this.#askedOf(viewer, application), input.schoolId);
      if (await this.#isClose(viewer, application)) return new CloseToApplicant();
      if (!answerable.includes(application.stage)) {
        return new BursaryApplicationMovedOn(application.state);
      }
      const { releases, reason } = input;
      await this.#around.db.rows(answerSql, [
        ...[viewer.trustId, application.id, schoolId, viewer.personId, releases, reason],
        this.#around.clock(),
      ]);
      return this.#touch(viewer, application);
    });
  }

  /**
   * Says that somebody is close to the applicant. They answer on no release of that person from here on,
   * and what they answered to open applications counts no longer.
   *
   * @throws FORBIDDEN where the viewer answers for no school that is asked, or says it of another and
   * does not run rounds.
   * @throws NOT_FOUND when the trust has no such person.
   */
  stepBack(viewer: Viewer, input: StepBackFromReleaseInput) {
    return this.#applications.change(viewer, 'stepBackFromRelease', input, async (application) => {
      const headId = await this.#closeOne(viewer, application, input);
      const { trustId, personId, placeIds } = viewer;
      const now = this.#around.clock();
      const whom = [trustId, headId, application.personId];
      await this.#around.db.rows(declareSql, [...whom, personId, now]);
      const theirPlaces = headId === personId ? placeIds : [];
      await this.#around.db.rows(setAsideSql, [...whom, now, theirPlaces, answerable]);
      return this.#touch(viewer, application);
    });
  }

  /**
   * The applicant asks for other days, such as none of a school that said no. An answer counts on where
   * its school is asked for no more than it released; else the school is asked anew.
   *
   * @throws NOT_FOUND for others’ applications, or when they do not work at one of the schools.
   */
  changeDays(viewer: Viewer, input: ChangeReleaseDaysInput) {
    return this.#applications.change(viewer, 'changeReleaseDays', input, async (application) => {
      const { id, personId, stage, state, releaseDays } = application;
      if (personId !== viewer.personId) throw notFound('application');
      if (stage !== 'DRAFT' && !answerable.includes(stage)) {
        return new BursaryApplicationMovedOn(state);
      }
      const { db, clock } = this.#around;
      const all = daysAt(input);
      const days = totalOf(all);
      if (days > 60) throw badUserInput('releaseAt comes to at most 60 days.');
      await this.#requests.checkPosts(viewer, personId, all, londonDay(clock()));
      const { trustId } = viewer;
      await db.rows(askAnewSql, [trustId, id, JSON.stringify(all), clock(), releaseDays]);
      await this.#requests.say(viewer, id, all);
      await db.rows(daysSql, [trustId, id, days]);
      return this.#touch(viewer, application);
    });
  }

  /** @returns the asked schools for which the viewer answers. */
  async #askedOf(viewer: Viewer, { id, personId }: Row): Promise<string[]> {
    const mayAnswer =
      viewer.personId !== null && personId !== viewer.personId && mayReadAwards(viewer);
    const asked = mayAnswer ? await releasesOfApplications(this.#around.db, viewer, [id]) : [];
    const ids = asked.map(({ schoolId }) => schoolId).filter((one) => answersFor(viewer, one));
    if (ids.length === 0) {
      throw forbidden('Only somebody else who answers for the school answers on release.');
    }
    return ids;
  }

  async #closeOne(viewer: Viewer, application: Row, { headId }: StepBackFromReleaseInput) {
    const id = headId == null ? viewer.personId : idOrNone(headId).toLowerCase();
    if (id === null || id === viewer.personId) {
      await this.#askedOf(viewer, application);
      return viewer.personId;
    }
    if (!viewer.scopes.has('study:manage') || viewer.personId === null) {
      throw forbidden('Only somebody who runs rounds says who else is close.');
    }
    const [unknown] = await this.#around.people.unknownTo(viewer, [{ type: 'Person', id }]);
    if (unknown) throw notFound('person');
    return id;
  }

  async #isClose({ trustId, personId }: Viewer, application: Row): Promise<boolean> {
    const rows = await this.#around.db.rows(closeSql, [trustId, personId, application.personId]);
    return rows.length > 0;
  }

  async #touch({ trustId }: Viewer, { id }: Row): Promise<undefined> {
    await this.#around.db.rows(
      'UPDATE bursary_application SET version = version + 1 WHERE trust_id = $1 AND id = $2',
      [trustId, id],
    );
    return undefined;
  }
}

function pick(schoolIds: readonly string[], named: string | null | undefined): string {
  if (named != null) {
    const id = idOrNone(named).toLowerCase();
    if (!schoolIds.includes(id)) throw notFound('school');
    return id;
  }
  const [id, another] = schoolIds;
  if (id === undefined || another !== undefined) {
    throw badUserInput('schoolId is needed: you answer for several schools that are asked.');
  }
  return id;
}

const answerSql = `
  INSERT INTO release_answer (trust_id, application_id, school_id, number, head_id, releases, reason,
                              answered_at)
  SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7 FROM release_answer
   WHERE trust_id = $1 AND application_id = $2 AND school_id = $3`;

/** Said for release, or as a member of a panel. */
const closeSql = `
  SELECT 1 FROM release_conflict WHERE trust_id = $1 AND head_id = $2 AND person_id = $3
   UNION ALL
  SELECT 1 FROM round_conflict WHERE trust_id = $1 AND member_id = $2 AND person_id = $3`;

const declareSql = `
  INSERT INTO release_conflict (trust_id, head_id, person_id, declared_by_id, declared_at)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;

/** Schools whose answer ceases to count, and those for which the one who steps back would have answered. */
const setAsideSql = `
  WITH open AS (
    SELECT id FROM bursary_application
     WHERE trust_id = $1 AND person_id = $3 AND stage = ANY ($6::text[])),
  aside AS (
    UPDATE release_answer SET set_aside_at = $4
     WHERE trust_id = $1 AND head_id = $2 AND set_aside_at IS NULL
       AND application_id IN (SELECT id FROM open)
    RETURNING application_id, school_id)
  UPDATE school_release SET needs_another = true
   WHERE trust_id = $1 AND application_id IN (SELECT id FROM open)
     AND (school_id = ANY ($5::uuid[])
          OR (application_id, school_id) IN (SELECT application_id, school_id FROM aside))`;

const askAnewSql = `
  WITH said AS (SELECT * FROM json_to_recordset($3) AS row ("schoolId" uuid, days integer))
  UPDATE release_answer AS r SET set_aside_at = $4
    FROM school_release s LEFT JOIN said ON said."schoolId" = s.school_id
   WHERE s.trust_id = $1 AND s.application_id = $2 AND r.trust_id = s.trust_id
     AND r.application_id = s.application_id AND r.school_id = s.school_id
     AND r.set_aside_at IS NULL AND coalesce(said.days, 0) <> coalesce(s.days, $5)
     AND NOT (r.releases AND coalesce(said.days, 0) < coalesce(s.days, $5))`;

const daysSql = 'UPDATE bursary_application SET release_days = $3 WHERE trust_id = $1 AND id = $2';
