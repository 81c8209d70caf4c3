import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { StaffEventService } from '../event/staff-event.service.ts';
import { fold } from '../fold.ts';
import type { GiasProblem, Register, RegisteredSchool } from './gias-register.ts';
import { schoolSql, schoolUrnSql, trustSql } from './gias.queries.ts';

/** Ids for trusts and schools that are new, where the caller has them; others get one of ours. */
export interface GivenIds {
  readonly trusts: ReadonlyMap<string, string>;
  /** By URN. */
  readonly schools: ReadonlyMap<string, string>;
}

export interface GiasReport {
  readonly trusts: number;
  readonly schools: number;
  /** Trusts and schools that are new or other than they were. */
  readonly changed: number;
  readonly problems: readonly GiasProblem[];
}

/** Who imports: a job that may write the schools of every trust and sees nothing else. */
export const giasImporter = () => jobViewer('gias-import', ['gias:import']);

interface KnownUrn {
  readonly trustId: string;
  readonly urn: string;
  readonly schoolId: string;
  readonly validFrom: string | null;
  readonly isCurrent: boolean;
}

interface ChangedSchool {
  readonly trustId: string;
  readonly schoolId: string;
}

/** Writes what the register of schools says. The same register twice changes nothing. */
export class GiasService {
  readonly #events: StaffEventService;

  constructor(private readonly db: Database) {
    this.#events = new StaffEventService(db);
  }

  /**
   * Makes or updates trusts, schools and their URNs, all or nothing. A school that follows on another
   * of its trust, or on one that the trust did not have, keeps its id and gets the new URN. Each trust
   * is told of those of its schools that are new or other than they were.
   *
   * @param viewer who imports; see `giasImporter`.
   */
  async record(
    viewer: Viewer,
    { trusts, schools, problems }: Register,
    given: GivenIds = { trusts: new Map(), schools: new Map() },
  ): Promise<GiasReport> {
    const candidates = trusts.map((trust) => ({
      id: given.trusts.get(trust.uid) ?? newId(),
      ...trust,
    }));
    const changedTrusts = await this.#write(trustSql, candidates);
    const trustIds = await this.#trustIds(trusts.map(({ uid }) => uid));
    const known = new Map((await this.#knownUrns(schools)).map((urn) => [keyOf(urn), urn]));
    const rows = withoutFollowed(schools).flatMap((school) => {
      const trustId = trustIds.get(school.trustUid);
      return trustId ? rowsOf(school, trustId, known, given.schools) : [];
    });
    const changedSchools = await this.#write<ChangedSchool>(
      schoolSql,
      rows.map(({ school }) => school),
    );
    const urns = rows.flatMap((row) => row.urns);
    // Former URNs first: a school has one that holds.
    const former = urns.filter(({ validTo }) => validTo !== null);
    const ended = await this.#write<ChangedSchool>(schoolUrnSql, former);
    const current = urns.filter(({ validTo }) => validTo === null);
    const begun = await this.#write<ChangedSchool>(schoolUrnSql, current);
    await this.#tell(viewer, [...changedSchools, ...ended, ...begun]);
    return {
      trusts: trusts.length,
      schools: rows.length,
      changed: changedTrusts.length + changedSchools.length,
      problems,
    };
  }

  async #tell(viewer: Viewer, changed: readonly ChangedSchool[]): Promise<void> {
    for (const [trustId, schools] of Map.groupBy(changed, (one) => one.trustId)) {
      const ids = [...new Set(schools.map(({ schoolId }) => schoolId))];
      await this.#events.schoolChanged({ ...viewer, trustId }, ids);
    }
  }

  async #write<Changed>(sql: string, rows: readonly object[]): Promise<Changed[]> {
    const changed: Changed[] = [];
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = JSON.stringify(rows.slice(start, start + batchSize));
      changed.push(...(await this.db.rows<Changed>(sql, [batch])));
    }
    return changed;
  }

  async #trustIds(uids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.rows<{ id: string; uid: string }>(
      'SELECT id, uid FROM trust WHERE uid = ANY ($1::text[])',
      [uids],
    );
    return new Map(rows.map(({ uid, id }) => [uid, id]));
  }

  #knownUrns(schools: readonly RegisteredSchool[]): Promise<KnownUrn[]> {
    const urns = schools.flatMap(({ urn, formerUrn }) => (formerUrn ? [urn, formerUrn] : [urn]));
    return this.db.rows(
      `SELECT trust_id AS "trustId", urn, school_id AS "schoolId", valid_from AS "validFrom",
              valid_to IS NULL AS "isCurrent"
         FROM school_urn WHERE urn = ANY ($1::text[])`,
      [urns],
    );
  }
}

const batchSize = 500;

const keyOf = ({ trustId, urn }: { trustId: string; urn: string }) => `${trustId} ${urn}`;

/**
 * Schools without those on which another of them follows: the two are one. Where several follow on
 * one, it was split, and none of them is it.
 */
function withoutFollowed(schools: readonly RegisteredSchool[]): RegisteredSchool[] {
  const followers = Map.groupBy(
    schools,
    ({ trustUid, formerUrn }) => `${trustUid} ${formerUrn ?? ''}`,
  );
  const isFollowedByOne = (trustUid: string, urn: string | null) => {
    const found = urn === null ? [] : (followers.get(`${trustUid} ${urn}`) ?? []);
    return found.length === 1 && found[0]?.openedOn !== null;
  };
  return schools
    .filter(({ trustUid, urn }) => !isFollowedByOne(trustUid, urn))
    .map((school) => {
      const { trustUid, formerUrn } = school;
      return isFollowedByOne(trustUid, formerUrn) ? school : { ...school, formerUrn: null };
    });
}

function rowsOf(
  school: RegisteredSchool,
  trustId: string,
  known: ReadonlyMap<string, KnownUrn>,
  givenIds: ReadonlyMap<string, string>,
) {
  const { urn, formerUrn, openedOn } = school;
  const own = known.get(keyOf({ trustId, urn }));
  if (own && !own.isCurrent) return []; // another URN has taken its place since
  const former = formerUrn === null ? undefined : known.get(keyOf({ trustId, urn: formerUrn }));
  // A number that began no earlier cannot be the former one, whatever the register says.
  const isEarlier = (former?.validFrom ?? '') < (openedOn ?? '');
  const id = own?.schoolId ?? (isEarlier ? former?.schoolId : null) ?? givenIds.get(urn) ?? newId();
  const current = { trustId, schoolId: id, urn, validFrom: openedOn, validTo: null };
  const follows = formerUrn !== null && isEarlier && (former?.schoolId ?? id) === id;
  const before = { ...current, urn: formerUrn, validFrom: null, validTo: openedOn };
  const urns = follows ? [before, current] : [current];
  const folded = {
    sortName: fold(school.name),
    searchText: fold([school.name, school.town, school.postcode].join(' ')),
  };
  return [{ school: { ...school, ...school.position, id, trustId, ...folded }, urns }];
}
