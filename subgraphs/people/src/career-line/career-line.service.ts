import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type AddCareerLineInput,
  type CareerLineInput,
  type CareerLineRemoved,
  type ChangeCareerLineInput,
  type DescribeCareerLineInput,
  LineOfSource,
  type ShowCareerLineInput,
  TooManyCareerLines,
} from './career-line-change.types.ts';
import {
  careerLineOf,
  type CareerLineRow,
  countOwnLinesSql,
  ownLine,
  removeOwnLineSql,
  showLineSql,
  writeOwnLineSql,
  writeWordsSql,
} from './career-line.queries.ts';
import { type CareerLine, CareerLineKind, CareerLineSource } from './career-line.types.ts';

/** Most lines that somebody adds themselves: a CV of a dozen pages. */
const most = 300;
/** Before it nobody who works today did. */
const earliest = '1940-01-01';

const ownKinds: ReadonlySet<CareerLineKind> = new Set([
  CareerLineKind.EARLIER_JOB,
  CareerLineKind.VOLUNTEERING,
  CareerLineKind.GOVERNANCE,
  CareerLineKind.PROJECT,
  CareerLineKind.STUDY,
  CareerLineKind.CREDENTIAL,
  CareerLineKind.OTHER,
]);

/** A person's career record: theirs to add to, to describe, to hide and to show. */
export class CareerLineService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** Adds a line of which no source tells. @throws BAD_USER_INPUT for days that cannot be. */
  add(viewer: Viewer, input: AddCareerLineInput): Promise<CareerLine | TooManyCareerLines> {
    const me = personOf(viewer);
    checkLine(input);
    const recall = (id: string) => this.#own(viewer, id);
    const work = async () => {
      // One after the other, so that two at once do not make one too many.
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `career lines ${viewer.trustId} ${me}`,
      ]);
      const [counted] = await this.db.rows<{ held: number }>(countOwnLinesSql, [
        ...[viewer.trustId, me],
      ]);
      if ((counted?.held ?? 0) >= most) return new TooManyCareerLines(most);
      const id = newId();
      await this.#write(viewer, me, id, input);
      return recall(id);
    };
    return this.idempotency.once<CareerLine, TooManyCareerLines>(
      ...[viewer, 'addCareerLine', input, work, recall],
    );
  }

  /**
   * Changes all of a line that the viewer added.
   *
   * @throws NOT_FOUND, BAD_USER_INPUT, or CONFLICT when it changed since it was read.
   */
  change(viewer: Viewer, input: ChangeCareerLineInput): Promise<CareerLine | LineOfSource> {
    const me = personOf(viewer);
    checkLine(input);
    const recall = (id: string) => this.#own(viewer, id);
    const work = async () => {
      const { id, source } = await recall(input.id);
      if (source !== CareerLineSource.OWN) return new LineOfSource(source);
      await this.#write(viewer, me, id, input);
      return recall(id);
    };
    return this.idempotency.once<CareerLine, LineOfSource>(
      ...[viewer, 'changeCareerLine', input, work, recall],
    );
  }

  /**
   * Sets the viewer's own words beside whatever the source tells.
   *
   * @throws NOT_FOUND, or CONFLICT when they changed since they were read.
   */
  describe(viewer: Viewer, input: DescribeCareerLineInput): Promise<CareerLine> {
    const me = personOf(viewer);
    const recall = (id: string) => this.#own(viewer, id);
    const work = async () => {
      const { id } = await recall(input.id);
      await this.#say(viewer, me, id, input.version, input);
      return recall(id);
    };
    return this.idempotency.once<CareerLine>(viewer, 'describeCareerLine', input, work, recall);
  }

  /** Keeps a line out of the CV and from everybody else. @throws NOT_FOUND */
  hide(viewer: Viewer, input: CareerLineInput): Promise<CareerLine> {
    return this.#show(viewer, 'hideCareerLine', input, true, []);
  }

  /** Puts a line into the CV, and says who else reads it. @throws NOT_FOUND */
  show(viewer: Viewer, input: ShowCareerLineInput): Promise<CareerLine> {
    return this.#show(viewer, 'showCareerLine', input, false, input.sharedWith);
  }

  /** Removes a line that the viewer added, for good. @throws NOT_FOUND */
  remove(viewer: Viewer, input: CareerLineInput): Promise<CareerLineRemoved | LineOfSource> {
    const me = personOf(viewer);
    const work = async () => {
      const { id, source } = await this.#own(viewer, input.id);
      if (source !== CareerLineSource.OWN) return new LineOfSource(source);
      await this.db.rows(removeOwnLineSql, [viewer.trustId, me, id]);
      return { id };
    };
    return this.idempotency.once<CareerLineRemoved, LineOfSource>(
      ...[viewer, 'removeCareerLine', input, work],
      (id) => Promise.resolve({ id }),
    );
  }

  async #write(
    viewer: Viewer,
    me: string,
    id: string,
    input: AddCareerLineInput & { readonly version?: number },
  ): Promise<void> {
    const { kind, title, organisation = null, startsOn, endsOn = null, version = 0 } = input;
    const { whatIDid, whatCameOfIt } = input;
    await this.#say(viewer, me, id, version, { whatIDid, whatCameOfIt });
    await this.db.rows(writeOwnLineSql, [
      ...[viewer.trustId, me, id, kind, title, organisation, startsOn, endsOn],
    ]);
    await this.db.rows(showLineSql, [
      ...[viewer.trustId, me, id, false, audiences(input.sharedWith)],
    ]);
  }

  async #say(viewer: Viewer, me: string, id: string, version: number, said: Said): Promise<void> {
    const { title = null, whatIDid = null, whatCameOfIt = null } = said;
    const [written] = await this.db.rows(writeWordsSql, [
      ...[viewer.trustId, me, id, version, title, whatIDid, whatCameOfIt],
    ]);
    if (written) return;
    const { version: currentVersion } = await this.#own(viewer, id);
    throw new Fault('CONFLICT', 'The line was changed since it was read.', { currentVersion });
  }

  #show(
    viewer: Viewer,
    mutation: string,
    input: CareerLineInput,
    isHidden: boolean,
    sharedWith: readonly string[],
  ): Promise<CareerLine> {
    const me = personOf(viewer);
    const recall = (id: string) => this.#own(viewer, id);
    const work = async () => {
      const { id } = await recall(input.id);
      await this.db.rows(showLineSql, [
        ...[viewer.trustId, me, id, isHidden, audiences(sharedWith)],
      ]);
      return recall(id);
    };
    return this.idempotency.once<CareerLine>(viewer, mutation, input, work, recall);
  }

  async #own(viewer: Viewer, id: string): Promise<CareerLine> {
    const { sql, parameters } = ownLine(viewer, idOrNone(id));
    const [found] = await this.db.rows<CareerLineRow>(sql, parameters);
    if (!found) throw notFound('line');
    return careerLineOf(found);
  }
}

interface Said {
  readonly title?: string | null | undefined;
  readonly whatIDid?: string | null | undefined;
  readonly whatCameOfIt?: string | null | undefined;
}

const audiences = (sharedWith: readonly string[]) => [...new Set(sharedWith)].sort();

function checkLine({ kind, startsOn, endsOn }: AddCareerLineInput): void {
  if (!ownKinds.has(kind)) throw badUserInput('kind is one of which no source tells.');
  if (startsOn < earliest) throw badUserInput('startsOn is not before 1940.');
  if (startsOn > londonDay()) throw badUserInput('startsOn is today or earlier.');
  if (endsOn != null && endsOn <= startsOn) throw badUserInput('endsOn is after startsOn.');
}

function personOf({ personId }: Viewer): string {
  if (personId === null) throw forbidden('Only people have a career record.');
  return personId;
}
