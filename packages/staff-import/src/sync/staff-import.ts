import type { StaffRecord, StaffSource } from '../staff-record.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { GraphRefused } from './graph-client.ts';
import type { Progress } from './progress.ts';
import { Rejections } from './rejections.ts';
import { type StaffSync, type StaffSyncs, type SyncIdentity, SyncRefused } from './staff-sync.ts';
import type { ImportSummary } from './summary.ts';

/** What the person who imports has decided. */
export interface ImportChoices {
  readonly identity: SyncIdentity;
  /** How many people are missing from the list and to be ended, as its reader has seen. */
  readonly confirmedMissing: number | undefined;
  /** Give up an import that is under way. */
  readonly restart: boolean;
  /** Where to write the rows that were not taken. */
  readonly rejectedPath: string;
}

/** What was found when the file was read through before anything was sent. */
interface Check {
  readonly people: number;
  readonly unsound: number;
  /** Rows in which not even the id can be read. */
  readonly nameless: number;
}

/** Brings one file in: reads it through, sends it, asks what came of it. */
export class StaffImport {
  readonly #source: StaffSource;
  readonly #syncs: StaffSyncs;
  readonly #choices: ImportChoices;
  readonly #progress: Progress;

  constructor(source: StaffSource, syncs: StaffSyncs, choices: ImportChoices, progress: Progress) {
    this.#source = source;
    this.#syncs = syncs;
    this.#choices = choices;
    this.#progress = progress;
  }

  /**
   * @throws FileRefused when the file cannot be read to its end; nothing was sent then.
   * @throws SyncRefused or GraphRefused when the graph would not take it.
   */
  async run(): Promise<ImportSummary> {
    const check = await this.#check();
    const skipped = this.#source.skipped();
    if (this.#isFull && check.nameless > 0) return this.#notSent(check, skipped);
    const { sync, resumed } = await this.#sync();
    await this.#checkSchool(sync);
    const chunks = await this.#send(sync, check, resumed);
    const { confirmedMissing } = this.#choices;
    const finished = await this.#syncs.finish(sync.id, chunks, confirmedMissing);
    const rejections = await this.#rejections(sync.id);
    return {
      ...{ syncId: sync.id, resumed, people: check.people, skipped },
      state: 'wouldEnd' in finished ? 'QUARANTINED' : finished.state,
      counts: 'wouldEnd' in finished ? null : finished.counts,
      ...rejections,
      quarantine: 'wouldEnd' in finished ? finished : null,
    };
  }

  get #isFull(): boolean {
    return this.#choices.identity.mode === 'FULL';
  }

  async #check(): Promise<Check> {
    let [people, unsound, nameless] = [0, 0, 0];
    const bar = this.#progress.begin('checking', undefined);
    for await (const { record, externalId } of this.#source.people()) {
      people += 1;
      if (!record) unsound += 1;
      if (externalId === null) nameless += 1;
      bar.reach(people);
    }
    bar.end();
    return { people, unsound, nameless };
  }

  /** A whole list in which somebody cannot be told apart would count that person as missing. */
  async #notSent(check: Check, skipped: ImportSummary['skipped']): Promise<ImportSummary> {
    const rejections = await new Rejections(this.#source, this.#choices.rejectedPath).write([]);
    return {
      ...{ syncId: null, resumed: false, people: check.people, skipped },
      ...{ state: 'NOT_SENT', counts: null, quarantine: null },
      ...rejections,
    };
  }

  /** The sync to send to: the one that was stopped, if it is of this very list, else a new one. */
  async #sync(): Promise<{ sync: StaffSync; resumed: boolean }> {
    const { identity, restart } = this.#choices;
    const open = (await this.#syncs.open(identity.source)).filter(
      ({ school }) => (school?.urn ?? undefined) === identity.urn,
    );
    const same = open.find((sync) => isOf(sync, identity));
    if (same && !restart) return { sync: same, resumed: true };
    if (restart) for (const { id } of open) await this.#syncs.cancel(id);
    return { sync: await this.#syncs.start(identity), resumed: false };
  }

  /** A file of one school under the URN of another would end the staff of that other one. */
  async #checkSchool({ id, school }: StaffSync): Promise<void> {
    const told = this.#source.laestab?.();
    if (!told || !school?.establishmentNumber) return;
    const held = `${school.localAuthority.code}${school.establishmentNumber}`;
    if (told === held) return;
    await this.#syncs.cancel(id);
    throw new SyncRefused(
      `The file is the return of the school ${told.slice(0, 3)}/${told.slice(3)} (LEA and Estab in its header), but the school of --urn ${school.urn} is ${held.slice(0, 3)}/${held.slice(3)}, ${school.name}. Nothing was sent: say the URN of the school whose return it is.`,
    );
  }

  /** @returns how many chunks there are in all. */
  async #send(sync: StaffSync, check: Check, resumed: boolean): Promise<number> {
    const received = new Set(sync.chunkNumbers);
    // One that arrived before is sent again: the server knows whether it is still the same.
    if (resumed) received.delete(Math.max(...received));
    const bar = this.#progress.begin('sending', check.people);
    let [chunks, records] = [0, 0];
    for await (const chunk of chunksOf(this.#records())) {
      chunks = chunk.chunk;
      records += chunk.records.length;
      if (!received.has(chunk.chunk)) await this.#push(sync.id, chunk, sync.chunkNumbers);
      bar.reach(records);
    }
    bar.end();
    return chunks;
  }

  async #push(syncId: string, chunk: Chunk, before: readonly number[]): Promise<void> {
    try {
      await this.#syncs.push(syncId, chunk);
    } catch (error) {
      const isOther = error instanceof GraphRefused && otherChunk.has(error.code ?? '');
      if (!isOther || !before.includes(chunk.chunk)) throw error;
      throw new SyncRefused(
        'An import of another file with the same day is under way. Finish that one, or give it up with --restart.',
      );
    }
  }

  /** In a whole list, those whose row is not sound are named, so that they do not count as missing. */
  async *#records(): AsyncGenerator<StaffRecord> {
    for await (const { record, externalId, row } of this.#source.people()) {
      if (record) yield record;
      else if (this.#isFull && externalId !== null) yield { externalId, row };
    }
  }

  async #rejections(syncId: string) {
    const said = [];
    for (const outcome of ['REJECTED', 'NEEDS_REVIEW'] as const) {
      for await (const row of this.#syncs.rows(syncId, outcome)) said.push(row);
    }
    return new Rejections(this.#source, this.#choices.rejectedPath).write(said);
  }
}

const otherChunk = new Set(['IDEMPOTENCY_MISMATCH', 'CONFLICT']);

function isOf(sync: StaffSync, { mode, asOf, dryRun }: SyncIdentity): boolean {
  const sameTime = new Date(sync.asOf).getTime() === new Date(asOf).getTime();
  return sameTime && sync.mode === mode && sync.dryRun === dryRun;
}
