import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, noId } from '@trellis/subgraph-kit/ids';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { noteDecision } from './match-decision.ts';
import {
  type ConfirmMatchInput,
  MatchDecided,
  NotInQuestion,
  OnlyRecordOfPerson,
  RecordUnusable,
  type SeparatePersonInput,
} from './match-change.types.ts';
import type { Person } from '../person/person.types.ts';
import type { KeptRecords } from './match-question.types.ts';
import type { MatchService } from './match.service.ts';
import { recordsOfPersonSql } from './person-merge.queries.ts';
import type { PersonMergeService } from './person-merge.service.ts';
import {
  decideSql,
  heldMatchSql,
  keepApartSql,
  matchByIdSql,
  matchOf,
  type MatchRow,
  questionOf,
  standingPersonSql,
} from './staff-match.queries.ts';
import { StaffMatchState } from './staff-match.types.ts';

interface FoundRecord {
  readonly id: string;
  readonly instanceId: string;
  /** How many records the person has. */
  readonly ofPerson: number;
}

/** Somebody says who is who. */
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly matches: MatchService,
    private readonly merges: PersonMergeService,
    private readonly kept: KeptRecords,
  ) {}

  /**
   * Says whom a record is about, and takes the record in; or that two people are one.
   *
   * Holds the question until commit: of two who decide at once the second finds it decided.
   *
   * @throws NOT_FOUND when the viewer's trust has no such question or person.
   */
  confirm(viewer: Viewer, input: ConfirmMatchInput) {
    const confirm = async () => {
      const match = await this.#held(viewer, input.matchId);
      if (match.state !== StaffMatchState.OPEN) {
        return new MatchDecided(match.state, match.keptPersonId);
      }
      const personId = await this.#standing(viewer, input.personId);
      const { sourceRecordId } = match;
      if (sourceRecordId === null) return this.#mergeTwo(viewer, match, personId);
      const grounds = await this.#grounds(viewer, match);
      const applied = await this.kept.apply(viewer, sourceRecordId, personId);
      if (applied.kind === 'UNUSABLE') return new RecordUnusable(applied.code, applied.message);
      return this.#decide(viewer, match, StaffMatchState.CONFIRMED, applied.personId, grounds);
    };
    return this.idempotency.once(viewer, 'confirmMatch', input, confirm, (id) =>
      this.#found(viewer, id),
    );
  }

  /**
   * Says that it is somebody else: of a question, or of a record that was taken for a person's.
   *
   * @param find shows the one who was made, or the other who stays.
   * @throws NOT_FOUND when the viewer's trust has no such question, or the person no such record.
   */
  separate(
    viewer: Viewer,
    input: SeparatePersonInput,
    find: (id: string) => Promise<Person | null>,
  ) {
    const { matchId, personId, source, externalId } = input;
    const isOfMatch = matchId != null && personId == null;
    const isOfRecord = matchId == null && personId != null && source != null && externalId != null;
    if (!isOfMatch && !isOfRecord) {
      throw badUserInput('Give matchId, or personId with source and externalId.');
    }
    const shown = async (id: string) => {
      const person = await find(id);
      if (!person) throw notFound('person');
      return person;
    };
    const separate = async () => {
      const done = isOfMatch
        ? await this.#somebodyElse(viewer, matchId)
        : await this.#takeApart(viewer, input);
      return done instanceof Refusal ? done : shown(done.id);
    };
    return this.idempotency.once(viewer, 'separatePerson', input, separate, shown);
  }

  async #somebodyElse(viewer: Viewer, matchId: string) {
    const match = await this.#held(viewer, matchId);
    const { state, sourceRecordId, personId, keptPersonId } = match;
    if (state !== StaffMatchState.OPEN) return new MatchDecided(state, keptPersonId);
    const grounds = await this.#grounds(viewer, match);
    if (sourceRecordId === null) {
      await this.#decide(viewer, match, StaffMatchState.SEPARATED, personId, grounds);
      return { id: personId ?? noId };
    }
    const applied = await this.kept.apply(viewer, sourceRecordId, null);
    if (applied.kind === 'UNUSABLE') return new RecordUnusable(applied.code, applied.message);
    const suggested = grounds.map((suspect) => suspect.personId);
    await this.db.rows(keepApartSql, [viewer.trustId, sourceRecordId, suggested]);
    await this.#decide(viewer, match, StaffMatchState.SEPARATED, applied.personId, grounds);
    return { id: applied.personId };
  }

  async #takeApart(viewer: Viewer, input: SeparatePersonInput) {
    const { source, externalId, schoolId } = input;
    const personId = await this.#standing(viewer, input.personId ?? '');
    const found = await this.db.rows<FoundRecord>(recordsOfPersonSql, [
      ...[viewer.trustId, personId, source, externalId],
    ]);
    const wanted = found.filter(({ instanceId }) => (schoolId ?? instanceId) === instanceId);
    const [record, ...others] = wanted;
    if (!record) throw notFound('record of the person');
    if (others.length > 0) throw badUserInput('Two schools have such a record: give schoolId.');
    if (record.ofPerson === 1) return new OnlyRecordOfPerson();
    const id = await this.merges.split(viewer, personId, record.id);
    await noteDecision(this.db, viewer, {
      ...{ kind: 'SPLIT', sourceRecordId: record.id, personId: id, otherPersonId: personId },
      grounds: { source, externalId },
    });
    return { id };
  }

  async #mergeTwo(viewer: Viewer, match: MatchRow, keptId: string) {
    const { personId, otherPersonId } = match;
    const two = [personId, otherPersonId].filter((id) => id !== null);
    const [goneId] = two.filter((id) => id !== keptId);
    if (!two.includes(keptId) || goneId === undefined) return new NotInQuestion();
    const grounds = await this.#grounds(viewer, match);
    await this.merges.merge(viewer, goneId, keptId);
    await this.db.rows(decideSql, [viewer.trustId, match.id, StaffMatchState.CONFIRMED, keptId]);
    await noteDecision(this.db, viewer, {
      ...{ kind: 'MERGED', matchId: match.id, personId: keptId, otherPersonId: goneId, grounds },
    });
    return this.#found(viewer, match.id);
  }

  async #decide(
    viewer: Viewer,
    { id, sourceRecordId }: MatchRow,
    state: StaffMatchState.CONFIRMED | StaffMatchState.SEPARATED,
    personId: string | null,
    grounds: unknown,
  ) {
    await this.db.rows(decideSql, [viewer.trustId, id, state, personId]);
    const decision = { kind: state, matchId: id, sourceRecordId, personId, grounds };
    await noteDecision(this.db, viewer, decision);
    return this.#found(viewer, id);
  }

  /** Who is suggested now, and why: kept with the decision. */
  async #grounds(viewer: Viewer, match: MatchRow) {
    const { sourceRecordId, otherPersonId } = match;
    if (sourceRecordId === null) {
      return [{ personId: otherPersonId ?? noId, grounds: ['MERGED_TRNS'] }];
    }
    const suspects = await this.matches.suspects(viewer, [questionOf(match)]);
    return suspects.get(sourceRecordId) ?? [];
  }

  async #held({ trustId }: Viewer, id: string): Promise<MatchRow> {
    const [row] = await this.db.rows<MatchRow>(heldMatchSql, [trustId, idOrNone(id)]);
    if (!row) throw notFound('question');
    return row;
  }

  async #found({ trustId }: Viewer, id: string) {
    const [row] = await this.db.rows<MatchRow>(matchByIdSql, [trustId, id]);
    if (!row) throw notFound('question');
    return matchOf(row);
  }

  async #standing({ trustId }: Viewer, id: string): Promise<string> {
    const [row] = await this.db.rows<{ id: string }>(standingPersonSql, [trustId, idOrNone(id)]);
    if (!row) throw notFound('person');
    return row.id;
  }
}
