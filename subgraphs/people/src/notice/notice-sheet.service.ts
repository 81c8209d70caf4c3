import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isHeadOf } from '../person/person.reach.ts';
import type { School } from '../school/school.types.ts';
import { type SheetItem, sheetHtml, sheetText } from './notice-sheet.page.ts';
import {
  noticeWithin,
  onSheetSql,
  sheetSql,
  toldSql,
  wasEmployedSql,
} from './notice-sheet.queries.ts';
import {
  type ConfirmToldInPersonInput,
  NotAColleague,
  type NoticeSheetRow,
} from './notice-sheet.types.ts';
import type { NoticeRow } from './notice.types.ts';

/** Things on one sheet. */
const longest = 50;

/** Tells staff whom no e-mail reaches: by the wall of the staff room, and by a colleague. */
export class NoticeSheetService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;

  constructor(db: Database, idempotency: Idempotency) {
    this.#db = db;
    this.#idempotency = idempotency;
  }

  /**
   * The sheet of a school for today. It has what waits and nobody's name.
   *
   * @param school null when there is none.
   * @throws NOT_FOUND also when the viewer does not answer for the school.
   */
  async sheet(viewer: Viewer, school: School | null): Promise<NoticeSheetRow> {
    const { trustId, allPlaces, placeIds } = viewer;
    if (!school || !(allPlaces || placeIds.includes(school.id))) throw notFound('school');
    const printedOn = londonDay();
    const parameters = [trustId, school.id, printedOn, longest];
    const items = await this.#db.rows<SheetItem>(sheetSql, parameters);
    return {
      schoolId: school.id,
      printedOn,
      html: sheetHtml(school.name, printedOn, items),
      text: sheetText(school.name, printedOn, items),
    };
  }

  /**
   * Notes that a colleague told somebody of a notice. What was noted first stands.
   *
   * @throws NOT_FOUND unless the viewer answers for a school of the person.
   * @throws BAD_USER_INPUT when the day is before the notice or to come.
   */
  confirm(viewer: Viewer, input: ConfirmToldInPersonInput): Promise<NoticeRow | NotAColleague> {
    const { trustId, actor } = viewer;
    const { noticeId, toldById, toldOn } = input;
    return this.#idempotency.once<NoticeRow, NotAColleague>(
      viewer,
      'confirmToldInPerson',
      input,
      async () => {
        const notice = await this.#find(viewer, noticeId);
        if (toldOn < londonDay(notice.createdAt) || toldOn > londonDay()) {
          throw badUserInput('toldOn is from the day of the notice to today.');
        }
        const employed = [trustId, idOrNone(toldById), toldOn];
        const [found] = await this.#db.rows(wasEmployedSql, employed);
        if (!found || toldById === notice.personId) return new NotAColleague();
        await this.#db.rows(onSheetSql, [trustId, notice.id]);
        const notedById = actor.kind === 'PERSON' ? viewer.personId : null;
        await this.#db.rows(toldSql, [trustId, notice.id, toldById, toldOn, notedById]);
        return this.#find(viewer, noticeId);
      },
      (id) => this.#find(viewer, id),
    );
  }

  async #find(viewer: Viewer, noticeId: string): Promise<NoticeRow> {
    const parameters = new SqlParameters([viewer.trustId, idOrNone(noticeId)]);
    const sql = noticeWithin(isHeadOf(viewer, 'notice:tell', parameters));
    const [found] = await this.#db.rows<NoticeRow>(sql, parameters.values);
    if (!found) throw notFound('notice');
    return found;
  }
}
