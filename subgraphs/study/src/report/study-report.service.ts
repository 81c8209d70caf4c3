import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { YearNotOver } from '../year-end/year-end.types.ts';
import { reportOf } from './study-groups.ts';
import {
  type PublishStudyReportInput,
  StaffNotKnown,
  type StudyReport,
} from './study-report.types.ts';
import { staffOfYear, studyOfYear } from './study-year.queries.ts';

/** What is in a report beside its year and day. */
type Told = Omit<StudyReport, 'academicYear' | 'toldOn'>;

interface Kept {
  readonly academicYear: number;
  readonly toldOn: string;
  readonly told: Told;
}

/** Reports of years that are over, the same for whoever reads them. */
export class StudyReportService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the report of a year once. It stays as it is: what is found out later, or by comparing a report
   * with one of another day, changes and tells nothing. Of two made at once, the first is the report.
   *
   * @returns the report, which may have been there, or the refusal.
   */
  async publish(
    viewer: Viewer,
    { academicYear }: PublishStudyReportInput,
  ): Promise<StudyReport | YearNotOver | StaffNotKnown> {
    const today = londonDay(this.clock());
    const overOn = `${String(academicYear + 1)}-09-01`;
    if (today < overOn) return new YearNotOver(overOn);
    const there = await this.#newest(viewer, academicYear);
    if (there) return there;
    const staff = await staffOfYear(this.db, viewer, academicYear);
    const years = await studyOfYear(this.db, viewer, academicYear);
    const known = new Set(staff.map(({ personId }) => personId));
    const unknown = new Set(years.map(({ personId }) => personId)).difference(known).size;
    if (unknown > 0) return new StaffNotKnown(unknown);
    const told: Told = reportOf(staff, years);
    await this.db.rows(keepSql, [viewer.trustId, academicYear, today, JSON.stringify(told)]);
    return this.find(viewer, academicYear);
  }

  /**
   * @param academicYear the newest that there is when not given.
   * @throws NOT_FOUND when none was published.
   */
  async find(viewer: Viewer, academicYear: number | null | undefined): Promise<StudyReport> {
    const found = await this.#newest(viewer, academicYear ?? null);
    if (!found) throw notFound('study report');
    return found;
  }

  async #newest({ trustId }: Viewer, academicYear: number | null) {
    const [row] = await this.db.rows<Kept>(newestSql, [trustId, academicYear]);
    return row && { academicYear: row.academicYear, toldOn: row.toldOn, ...row.told };
  }
}

const newestSql = `
  SELECT academic_year AS "academicYear", told_on AS "toldOn", told FROM study_report
   WHERE trust_id = $1 AND ($2::integer IS NULL OR academic_year = $2)
   ORDER BY academic_year DESC LIMIT 1`;

const keepSql = `
  INSERT INTO study_report (trust_id, academic_year, told_on, told) VALUES ($1, $2, $3, $4)
  ON CONFLICT (trust_id, academic_year) DO NOTHING`;
