import { newId } from '@trellis/subgraph-kit/ids';
import type { EndingEntry, HeldAssignment, HeldContract } from './held-record.ts';
import type { ToldAssignment, ToldContract } from './told-record.ts';

type Run = Pick<HeldContract, 'startsOn' | 'endsOn'>;

/**
 * The contracts and posts of one record while a statement is worked into them. What the statement does
 * not list runs no longer than the day of the statement; nothing is taken away.
 */
export class EmploymentDraft {
  readonly changedFields = new Set<string>();
  readonly #recordId: string;
  readonly #before: ReadonlyMap<string, HeldContract | HeldAssignment>;
  readonly #contracts: Map<string, HeldContract>;
  readonly #assignments: Map<string, HeldAssignment>;

  constructor(
    recordId: string,
    contracts: readonly HeldContract[],
    assignments: readonly HeldAssignment[],
  ) {
    this.#recordId = recordId;
    this.#contracts = new Map(contracts.map((contract) => [contract.id, contract]));
    this.#assignments = new Map(assignments.map((post) => [post.id, post]));
    this.#before = new Map([...contracts, ...assignments].map((row) => [row.id, row]));
  }

  /** Makes contracts and posts what the source tells. */
  tell(personId: string, told: readonly ToldContract[], day: string): void {
    const listed = new Set<string>();
    for (const contract of told) {
      const held = this.#findContract(contract.externalId);
      const id = held?.id ?? newId();
      const { assignments, ...fields } = contract;
      const next = { id, personId, sourceRecordId: this.#recordId, ...fields };
      this.#note('contracts', held, next);
      this.#contracts.set(id, next);
      listed.add(id);
      for (const post of assignments) listed.add(this.#tellPost(personId, id, post));
    }
    this.#cap(day, (id) => !listed.has(id));
  }

  /** Ends what still runs on the day. What was to begin on it or later never takes place. */
  end(day: string): void {
    this.#cap(day, () => true);
  }

  /** Puts back what an end changed, as far as it is still as the end left it. */
  restore(entries: readonly EndingEntry[]): void {
    for (const { id, was, became } of entries) {
      const contract = this.#contracts.get(id);
      if (contract?.endsOn === became) this.#setEnd(this.#contracts, 'contracts', contract, was);
      const post = this.#assignments.get(id);
      if (post?.endsOn === became) {
        this.#setEnd(this.#assignments, 'contracts.assignments', post, was);
      }
    }
  }

  /** @returns whether a contract runs on the day or later. */
  runsFrom(day: string): boolean {
    return [...this.#contracts.values()].some((contract) => reaches(contract, day));
  }

  /** The same as it was before. */
  ranFrom(day: string): boolean {
    return [...this.#before.values()].some((row) => reaches(row, day));
  }

  get contracts(): HeldContract[] {
    return changed(this.#contracts, this.#before);
  }

  get assignments(): HeldAssignment[] {
    return changed(this.#assignments, this.#before);
  }

  /** Ends that are other than they were, of what was there before. */
  get ends(): EndingEntry[] {
    return [...this.contracts, ...this.assignments].flatMap(({ id, endsOn: became }) => {
      const was = this.#before.get(id)?.endsOn;
      return was === undefined || was === became ? [] : [{ id, was, became }];
    });
  }

  /** Whether that was there before, so that it has to be put back rather than emptied. */
  wasHeld(id: string): boolean {
    return this.#before.has(id);
  }

  #tellPost(personId: string, contractId: string, told: ToldAssignment): string {
    const held = [...this.#assignments.values()].find(
      (post) => post.contractId === contractId && post.externalId === told.externalId,
    );
    const next = { id: held?.id ?? newId(), personId, contractId, ...told };
    this.#note('contracts.assignments', held, next);
    this.#assignments.set(next.id, next);
    return next.id;
  }

  #findContract(externalId: string): HeldContract | undefined {
    return [...this.#contracts.values()].find((contract) => contract.externalId === externalId);
  }

  #cap(day: string, isMeant: (id: string) => boolean): void {
    for (const contract of this.#contracts.values()) {
      if (isMeant(contract.id)) {
        this.#setEnd(this.#contracts, 'contracts', contract, capped(contract, day));
      }
    }
    for (const post of this.#assignments.values()) {
      if (isMeant(post.id)) {
        this.#setEnd(this.#assignments, 'contracts.assignments', post, capped(post, day));
      }
    }
  }

  #setEnd<Row extends HeldContract | HeldAssignment>(
    rows: Map<string, Row>,
    path: string,
    row: Row,
    endsOn: string | null,
  ): void {
    if (row.endsOn === endsOn) return;
    rows.set(row.id, { ...row, endsOn });
    this.changedFields.add(`${path}.lastDay`);
  }

  #note(path: string, held: object | undefined, next: object): void {
    if (!held) {
      this.changedFields.add(path);
      return;
    }
    const old = new Map<string, unknown>(Object.entries(held));
    for (const [name, value] of Object.entries(next)) {
      if (JSON.stringify(old.get(name)) !== JSON.stringify(value)) {
        this.changedFields.add(`${path}.${toldNames.get(name) ?? name}`);
      }
    }
  }
}

/** Where the contract of the API has another name for a field. */
const toldNames = new Map([
  ['startsOn', 'firstDay'],
  ['endsOn', 'lastDay'],
  ['expectedEndsOn', 'expectedLastDay'],
]);

function reaches({ startsOn, endsOn }: Run, day: string): boolean {
  return endsOn === null || (endsOn > day && endsOn > startsOn);
}

function capped({ startsOn, endsOn }: Run, day: string): string | null {
  if (endsOn !== null && endsOn <= day) return endsOn;
  return startsOn > day ? startsOn : day;
}

function changed<Row extends HeldContract | HeldAssignment>(
  rows: ReadonlyMap<string, Row>,
  before: ReadonlyMap<string, unknown>,
): Row[] {
  return [...rows.values()].filter((row) => {
    const held = before.get(row.id);
    return !held || JSON.stringify(row) !== JSON.stringify(held, Object.keys(row));
  });
}
