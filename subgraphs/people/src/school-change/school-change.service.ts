import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { StaffEventService } from '../event/staff-event.service.ts';
import { fold } from '../fold.ts';
import { schoolSql, schoolUrnSql } from '../gias/gias.queries.ts';
import { schoolColumns, schoolOf, type SchoolRow, schoolTables } from '../school/school.queries.ts';
import type { School } from '../school/school.types.ts';
import {
  addChangeSql,
  changeColumns,
  closeSchoolSql,
  endMovedPostsSql,
  endRunsSql,
  endUrnSql,
  type EndedRun,
  goOnAtSql,
  leaversSql,
  type MovedPost,
  movePostsToComeSql,
  postsOverSql,
  restoreRunsSql,
  runningAtSql,
  type SchoolChangeRow,
  standingChangeSql,
} from './school-change.queries.ts';
import {
  type JoinSchoolInput,
  type LeaveSchoolInput,
  LeavingNotUndoable,
  type MergeSchoolsInput,
  type ReplaceSchoolInput,
  SchoolAlreadyHere,
  SchoolChangeKind,
  SchoolNotOpen,
  type UndoLeaveSchoolInput,
  UrnTaken,
} from './school-change.types.ts';

type Standing = SchoolChangeRow & { readonly ended: readonly EndedRun[] };

interface NewChange {
  readonly kind: SchoolChangeKind;
  readonly schoolId: string;
  readonly effectiveOn: string;
  readonly otherSchoolId?: string;
  readonly formerUrn?: string | null;
  readonly urn?: string;
  readonly ended?: readonly EndedRun[];
}

/**
 * What becomes of schools, each in one transaction with its history. Those who change the schools of
 * one trust wait for each other.
 */
export class SchoolChangeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly events: StaffEventService,
  ) {}

  /** A school joins the trust from a day; its staff come by its own system, with all their days. */
  join(viewer: Viewer, input: JoinSchoolInput) {
    return this.#once(viewer, 'joinSchool', input, async () => {
      const known = await this.#byUrn(viewer, input.urn);
      const standing = known && (await this.#standing(viewer, known.id));
      if (known && standing?.kind !== SchoolChangeKind.LEFT) return new SchoolAlreadyHere(known);
      const { trustId } = viewer;
      const { urn, joinsOn, name, town, postcode, phaseCode, typeCode } = input;
      const id = known?.id ?? newId();
      const { localAuthorityCode } = input;
      const codes = { phaseCode, typeCode, localAuthorityCode, statusCode: '1' };
      const told = { id, trustId, name, town, postcode, ...codes, joinedOn: joinsOn };
      const folded = { sortName: fold(name), searchText: fold(`${name} ${town} ${postcode}`) };
      await this.db.rows(schoolSql, [JSON.stringify([{ ...told, ...folded }])]);
      const held = { trustId, urn, schoolId: id, validFrom: null, validTo: null };
      await this.db.rows(schoolUrnSql, [JSON.stringify([held])]);
      const kind = SchoolChangeKind.JOINED;
      return this.#note(viewer, { kind, schoolId: id, effectiveOn: joinsOn, urn });
    });
  }

  /**
   * A school leaves the trust from a day: its posts end, and so do contracts that have no post
   * elsewhere. The same again changes nothing.
   */
  leave(viewer: Viewer, input: LeaveSchoolInput) {
    const { leavesOn } = input;
    return this.#once(viewer, 'leaveSchool', input, async () => {
      const school = await this.#school(viewer, input.schoolId);
      const standing = await this.#standing(viewer, school.id);
      if (standing?.kind === SchoolChangeKind.LEFT) {
        return standing.effectiveOn === leavesOn ? standing : new SchoolNotOpen(school);
      }
      if (!isOpen(school)) return new SchoolNotOpen(school);
      const { trustId } = viewer;
      const ended = await this.db.rows<EndedRun>(runningAtSql, [trustId, school.id, leavesOn]);
      await this.db.rows(endRunsSql, [trustId, JSON.stringify(ended)]);
      const change = await this.#note(viewer, {
        ...{ kind: SchoolChangeKind.LEFT, schoolId: school.id, effectiveOn: leavesOn, ended },
        formerUrn: school.urn,
      });
      const touched = [...new Set(ended.map(({ personId }) => personId))];
      const rows = await this.db.rows<{ id: string }>(leaversSql, [trustId, touched, leavesOn]);
      const leavers = rows.map(({ id }) => id);
      await this.events.left(viewer, leavers);
      await this.events.changed(
        viewer,
        touched.filter((id) => !leavers.includes(id)),
      );
      return change;
    });
  }

  /** A school that was to leave stays: what its leaving had ended runs as before. */
  undoLeave(viewer: Viewer, input: UndoLeaveSchoolInput) {
    return this.#once(viewer, 'undoLeaveSchool', input, async () => {
      const school = await this.#school(viewer, input.schoolId);
      const standing = await this.#standing(viewer, school.id);
      const leavesOn = standing?.kind === SchoolChangeKind.LEFT ? standing.effectiveOn : null;
      if (!standing || leavesOn === null || leavesOn <= londonDay()) {
        return new LeavingNotUndoable(leavesOn);
      }
      await this.db.rows(restoreRunsSql, [viewer.trustId, JSON.stringify(standing.ended)]);
      const kind = SchoolChangeKind.LEAVING_UNDONE;
      const change = await this.#note(viewer, {
        ...{ kind, schoolId: school.id, effectiveOn: leavesOn },
      });
      await this.events.restored(
        viewer,
        standing.ended.map(({ personId }) => personId),
      );
      return change;
    });
  }

  /** A school converted: it has another URN from a day on, and everything else stays its own. */
  replace(viewer: Viewer, input: ReplaceSchoolInput) {
    const { urn, replacedOn } = input;
    return this.#once(viewer, 'replaceSchool', input, async () => {
      refuseDayToCome('replacedOn', replacedOn);
      const school = await this.#school(viewer, input.schoolId);
      const taken = await this.#byUrn(viewer, urn);
      if (taken) return new UrnTaken(taken);
      if (!(await this.#isHere(viewer, school))) return new SchoolNotOpen(school);
      await this.#endUrn(viewer, school, replacedOn);
      const { trustId } = viewer;
      const held = { trustId, urn, schoolId: school.id, validFrom: replacedOn, validTo: null };
      await this.db.rows(schoolUrnSql, [JSON.stringify([held])]);
      return this.#note(viewer, {
        ...{ kind: SchoolChangeKind.REPLACED, schoolId: school.id, effectiveOn: replacedOn, urn },
        formerUrn: school.urn,
      });
    });
  }

  /** Schools close and go into an open one, with their posts from that day on. */
  merge(viewer: Viewer, input: MergeSchoolsInput) {
    const { mergedOn } = input;
    return this.#once(viewer, 'mergeSchools', input, async () => {
      refuseDayToCome('mergedOn', mergedOn);
      const successor = await this.#school(viewer, input.successorId);
      const closing: School[] = [];
      for (const id of new Set(input.schoolIds)) closing.push(await this.#school(viewer, id));
      if (closing.some(({ id }) => id === successor.id)) {
        throw badUserInput('A school cannot go into itself: schoolIds has its successorId.');
      }
      for (const school of [successor, ...closing]) {
        if (!(await this.#isHere(viewer, school))) return new SchoolNotOpen(school);
      }
      const touched: string[] = [];
      for (const school of closing) {
        touched.push(...(await this.#goInto(viewer, school, successor, input)));
      }
      const change = await this.#note(viewer, {
        ...{ kind: SchoolChangeKind.SUCCESSOR, schoolId: successor.id, effectiveOn: mergedOn },
        ...(closing.length === 1 && closing[0] && { otherSchoolId: closing[0].id }),
        urn: successor.urn,
      });
      await this.events.changed(viewer, touched);
      return change;
    });
  }

  async #goInto(viewer: Viewer, school: School, successor: School, input: MergeSchoolsInput) {
    const { trustId } = viewer;
    const { mergedOn, kind } = input;
    const posts = await this.db.rows<MovedPost>(postsOverSql, [trustId, school.id, mergedOn]);
    const ids = posts.map(({ id }) => id);
    await this.db.rows(endMovedPostsSql, [trustId, ids, mergedOn]);
    const onward = JSON.stringify(posts.map((post) => ({ ...post, newId: newId() })));
    await this.db.rows(goOnAtSql, [trustId, onward, successor.id, mergedOn]);
    const later = await this.db.rows<{ personId: string }>(movePostsToComeSql, [
      ...[trustId, school.id, successor.id, mergedOn],
    ]);
    await this.#endUrn(viewer, school, mergedOn);
    await this.db.rows(closeSchoolSql, [trustId, school.id, mergedOn]);
    await this.#note(viewer, {
      ...{ kind: SchoolChangeKind[kind], schoolId: school.id, effectiveOn: mergedOn },
      ...{ otherSchoolId: successor.id, formerUrn: school.urn, urn: successor.urn },
    });
    return [...posts, ...later].map(({ personId }) => personId);
  }

  async #endUrn({ trustId }: Viewer, school: School, day: string): Promise<void> {
    const ended = await this.db.rows(endUrnSql, [trustId, school.id, day]);
    if (ended.length === 0) throw badUserInput('The day is later than the first of its URN.');
  }

  #once<No extends Refusal>(
    viewer: Viewer,
    mutation: string,
    input: { readonly idempotencyKey?: string },
    work: () => Promise<SchoolChangeRow | No>,
  ) {
    const held = async () => {
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `schools of ${viewer.trustId}`,
      ]);
      return work();
    };
    return this.idempotency.once<SchoolChangeRow, No>(viewer, mutation, input, held, async (id) => {
      const [row] = await this.db.rows<SchoolChangeRow>(
        `SELECT ${changeColumns} FROM school_change WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id],
      );
      if (!row) throw notFound('change of a school');
      return row;
    });
  }

  async #note(viewer: Viewer, change: NewChange): Promise<SchoolChangeRow> {
    const { trustId, actor } = viewer;
    const { kind, schoolId, effectiveOn, otherSchoolId, formerUrn, urn, ended = [] } = change;
    const [row] = await this.db.rows<SchoolChangeRow>(addChangeSql, [
      ...[trustId, newId(), schoolId, kind, effectiveOn, otherSchoolId ?? null],
      ...[formerUrn ?? null, urn ?? null, JSON.stringify(ended), actor.kind, actor.id],
    ]);
    if (!row) throw new Error('a change of a school was not written');
    await this.events.schoolChanged(viewer, [schoolId]);
    return row;
  }

  async #standing({ trustId }: Viewer, schoolId: string): Promise<Standing | undefined> {
    return (await this.db.rows<Standing>(standingChangeSql, [trustId, schoolId]))[0];
  }

  async #isHere(viewer: Viewer, school: School): Promise<boolean> {
    const standing = await this.#standing(viewer, school.id);
    return isOpen(school) && standing?.kind !== SchoolChangeKind.LEFT;
  }

  async #byUrn({ trustId }: Viewer, urn: string): Promise<School | undefined> {
    return this.#find(
      `school.id = (SELECT school_id FROM school_urn WHERE trust_id = $1 AND urn = $2)`,
      [trustId, urn],
    );
  }

  async #school({ trustId }: Viewer, id: string): Promise<School> {
    const school = await this.#find('school.id = $2', [trustId, idOrNone(id)]);
    if (!school) throw notFound('school');
    return school;
  }

  async #find(condition: string, parameters: readonly string[]): Promise<School | undefined> {
    const [row] = await this.db.rows<SchoolRow>(
      `SELECT ${schoolColumns} FROM ${schoolTables} WHERE school.trust_id = $1 AND ${condition}`,
      parameters,
    );
    return row && schoolOf(row);
  }
}

/** GIAS: 2 is closed. */
const isOpen = ({ status, closedOn }: School) => status.code !== '2' && closedOn === null;

function refuseDayToCome(name: string, day: string): void {
  if (day > londonDay()) throw badUserInput(`${name} is today or before.`);
}
