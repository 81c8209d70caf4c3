import { IsOptional, Length } from 'class-validator';
import { createHash } from 'node:crypto';
import { Field, InputType } from 'type-graphql';
import type { Database } from './database.ts';
import { Fault } from './faults.ts';
import { Refusal } from './refusal.ts';
import type { Viewer } from './viewer.ts';

/** What the input of each mutation extends. */
@InputType({ description: 'What every change may carry.' })
export abstract class IdempotentInput {
  @IsOptional()
  @Length(1, 200, { message: 'idempotencyKey has 1 to 200 characters' })
  @Field(() => String, {
    nullable: true,
    description:
      'Chosen by the client, 1 to 200 characters. The same key with the same input again answers what was done the first time and does nothing more; with another input it is `IDEMPOTENCY_MISMATCH`.',
  })
  idempotencyKey?: string;
}

interface Remembered {
  readonly requestHash: string;
  readonly resultId: string;
}

/**
 * Lets a client send a change again without doing it twice. What was done is kept under the caller's
 * key in the transaction that did it. A refusal is not kept: it did nothing, and may be otherwise next
 * time.
 */
export class Idempotency {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Does the work unless the viewer has done it under the same key. Requests with the same key wait
   * for each other, so twenty at once have one effect.
   *
   * @param mutation as the schema names it: another mutation under the same key is another request.
   * @param recall finds what the first request did, by id.
   * @throws IDEMPOTENCY_MISMATCH when the key was used for something else.
   */
  async once<Done extends { readonly id: string }, No extends Refusal = never>(
    viewer: Viewer,
    mutation: string,
    input: IdempotentInput,
    work: () => Promise<Done | No>,
    recall: (id: string) => Promise<Done>,
  ): Promise<Done | No> {
    const { idempotencyKey: key, ...rest } = input;
    if (key == null) return work();
    const place = [viewer.trustId, `${viewer.actor.kind} ${viewer.actor.id}`, key];
    const requestHash = hashOf([mutation, rest]);

    await this.#db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [place.join(' ')]);
    const [first] = await this.#db.rows<Remembered>(
      `SELECT request_hash AS "requestHash", result_id AS "resultId" FROM idempotency_key
        WHERE trust_id = $1 AND caller = $2 AND key = $3`,
      place,
    );
    if (first && first.requestHash !== requestHash) {
      throw new Fault('IDEMPOTENCY_MISMATCH', 'This idempotencyKey was used for another request.');
    }
    if (first) return recall(first.resultId);

    const result = await work();
    if (result instanceof Refusal) return result;
    await this.#db.rows(
      `INSERT INTO idempotency_key (trust_id, caller, key, request_hash, result_id)
       VALUES ($1, $2, $3, $4, $5)`,
      [...place, requestHash, result.id],
    );
    return result;
  }
}

function hashOf(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request, sorted)).digest('base64url');
}

/** The order in which fields were written is no difference between requests. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
