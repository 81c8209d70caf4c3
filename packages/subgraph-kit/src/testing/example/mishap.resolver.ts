import { GraphQLError } from 'graphql';
import { setTimeout as pause } from 'node:timers/promises';
import { Arg, Ctx, Field, FieldResolver, Int, Mutation, ObjectType } from 'type-graphql';
import { Query, registerEnumType, Resolver } from 'type-graphql';
import type { Database } from '../../database.ts';
import { newId } from '../../ids.ts';
import { Day, Instant } from '../../scalars.ts';
import type { Context } from './jar.resolver.ts';
import { Jar } from './jar.types.ts';

/** What no client, log line or metric may ever show. */
export const plantedSecret = 'hunter2-AB123456C';

export enum Mishap {
  DRIVER_ERROR = 'DRIVER_ERROR',
  UNIQUE_VIOLATION = 'UNIQUE_VIOLATION',
  THROWN_ERROR = 'THROWN_ERROR',
  AGGREGATE_ERROR = 'AGGREGATE_ERROR',
  ERROR_WITH_CAUSE = 'ERROR_WITH_CAUSE',
  ERROR_OF_A_LIBRARY = 'ERROR_OF_A_LIBRARY',
  WRITE = 'WRITE',
  SLOW_STATEMENT = 'SLOW_STATEMENT',
  DEADLOCK = 'DEADLOCK',
}
registerEnumType(Mishap, { name: 'Mishap', description: 'A way in which work goes wrong.' });

@ObjectType({ description: 'What a careless author would publish.' })
export class Calendar {
  @Field(() => Day, { nullable: true, description: 'No day at all.' }) brokenDay?: string;
}

/** Everything that goes wrong on bad days, on demand. */
@Resolver(() => Jar)
export class MishapResolver {
  constructor(private readonly db: Database) {}

  @Query(() => Boolean, { nullable: true, description: 'Goes wrong.' })
  async mishap(
    @Arg('kind', () => Mishap) kind: Mishap,
    @Ctx() { viewer }: Context,
  ): Promise<boolean> {
    await this.#goWrong(kind, viewer.trustId);
    return true;
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Goes wrong while it changes things.' })
  async mishapInChange(
    @Arg('kind', () => Mishap) kind: Mishap,
    @Ctx() { viewer }: Context,
  ): Promise<boolean> {
    await this.#goWrong(kind, viewer.trustId);
    return true;
  }

  @Query(() => Int, { description: 'Waits in PostgreSQL, then answers with the milliseconds.' })
  async wait(@Arg('milliseconds', () => Int) milliseconds: number): Promise<number> {
    await this.db.rows('SELECT pg_sleep($1)', [milliseconds / 1_000]);
    return milliseconds;
  }

  @Query(() => String, { description: 'Waits with its transaction open, then asks once more.' })
  async dawdle(@Arg('milliseconds', () => Int) milliseconds: number): Promise<string> {
    await this.db.rows('SELECT 1');
    await pause(milliseconds);
    const [row] = await this.db.rows<{ trust: string }>('SELECT app.trust() AS trust');
    return row?.trust ?? '';
  }

  @Query(() => String, { description: 'The transaction that answers.' })
  async transactionId(): Promise<string> {
    const [row] = await this.db.rows<{ id: string }>(
      "SELECT virtualtransaction AS id FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'virtualxid'",
    );
    return row?.id ?? '';
  }

  @Query(() => String, { description: 'What row security is told, as JSON.' })
  async settings(): Promise<string> {
    const [row] = await this.db.rows(
      'SELECT app.trust() AS trust, app.person() AS person, app.purpose() AS purpose',
    );
    return JSON.stringify(row);
  }

  @Query(() => [String], { description: 'All labels, by an author who forgot about trusts.' })
  async labelsWithoutFilter(): Promise<string[]> {
    const rows = await this.db.rows<{ label: string }>('SELECT label FROM jar ORDER BY label');
    return rows.map(({ label }) => label);
  }

  @Query(() => Day, { description: 'The day given.' })
  day(@Arg('on', () => Day) on: string): string {
    return on;
  }

  @Query(() => Instant, { description: 'The instant given.' })
  instant(@Arg('at', () => Instant) at: Date): Date {
    return at;
  }

  @Query(() => String, { description: 'The text given, there and back through PostgreSQL.' })
  async echo(@Arg('text', () => String) text: string): Promise<string> {
    const [row] = await this.db.rows<{ text: string }>('SELECT $1::text AS text', [text]);
    return row?.text ?? '';
  }

  @Query(() => Calendar, { description: 'Holds what is no day.' })
  calendar(): Calendar {
    return { brokenDay: plantedSecret };
  }

  @FieldResolver(() => Boolean, { nullable: true, description: 'Fails on every jar.' })
  isBroken(): boolean {
    throw new Error(plantedSecret);
  }

  #goWrong(kind: Mishap, trustId: string): Promise<unknown> {
    switch (kind) {
      case Mishap.DRIVER_ERROR:
        return this.db.rows(`SELECT '${plantedSecret}'::integer`);
      case Mishap.UNIQUE_VIOLATION:
        return this.#addTwice(trustId);
      case Mishap.THROWN_ERROR:
        throw new Error(plantedSecret);
      case Mishap.AGGREGATE_ERROR:
        throw new AggregateError([new Error(plantedSecret)], plantedSecret);
      case Mishap.ERROR_WITH_CAUSE:
        throw new TypeError(plantedSecret, { cause: new Error(plantedSecret) });
      case Mishap.ERROR_OF_A_LIBRARY:
        throw new GraphQLError(plantedSecret, { extensions: { code: 'BAD_USER_INPUT' } });
      case Mishap.WRITE:
        return this.#addShelf(trustId, newId(), 'written by a query');
      case Mishap.SLOW_STATEMENT:
        return this.db.rows('SELECT pg_sleep(30)');
      case Mishap.DEADLOCK:
        return this.db.rows(
          "DO $$ BEGIN RAISE EXCEPTION 'hunter2' USING ERRCODE = '40P01'; END $$",
        );
    }
  }

  async #addTwice(trustId: string): Promise<void> {
    await this.#addShelf(trustId, newId(), plantedSecret);
    await this.#addShelf(trustId, newId(), plantedSecret);
  }

  async #addShelf(trustId: string, id: string, name: string): Promise<void> {
    await this.db.rows('INSERT INTO shelf (trust_id, id, name) VALUES ($1, $2, $3)', [
      trustId,
      id,
      name,
    ]);
  }
}
