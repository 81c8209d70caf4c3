import type { Database } from './database.ts';
import { badUserInput } from './faults.ts';
import type { CursorKeys, Cursors } from './cursor.ts';
import type { ConnectionArgs, PageInfo } from './connection.ts';
import { isId } from './ids.ts';
import { type Parameters, SqlParameters } from './sql-parameters.ts';
import type { Viewer } from './viewer.ts';

export interface PageEdge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

/** What a connection type is resolved from. */
export interface Page<Node> {
  readonly edges: readonly PageEdge<Node>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
}

/** One key of a sort. The whole sort must be unique, so its last key is an id. */
export interface SortKey {
  /** SQL expression over the list's tables; never null. */
  readonly sql: string;
  /** PostgreSQL type to which the cursor's text is cast. */
  readonly type: 'text' | 'uuid' | 'date' | 'integer' | 'timestamptz';
}

export interface Sort {
  /** As the client names it; cursors are bound to it. */
  readonly name: string;
  readonly keys: readonly SortKey[];
  readonly descending?: boolean;
}

/** A list as SQL. All values go through `parameters`. */
export interface List {
  /** What cursors are bound to, such as `Shelf.jars`. */
  readonly name: string;
  /** Columns, each `AS "camelCase"`. */
  readonly select: string;
  readonly from: string;
  /** Conditions that must all hold; placeholders as `parameters` gave them out. */
  readonly where: readonly string[];
  readonly parameters: Parameters;
  readonly sort: Sort;
  /** The client's filter, to which cursors are bound. */
  readonly filter?: unknown;
}

const defaultSize = 25;
const maximumSize = 100;

/** How many, from which end, and beyond which row. */
interface Range {
  readonly size: number;
  readonly backward: boolean;
  readonly beyond: CursorKeys | undefined;
}

/** Pages through lists by keyset: a page costs the same at the start and at row 300,000. */
export class Pages {
  readonly #db: Database;
  readonly #cursors: Cursors;

  constructor(db: Database, cursors: Cursors) {
    this.#db = db;
    this.#cursors = cursors;
  }

  /**
   * One page of a list, in one statement; the total in another, when asked for.
   *
   * @throws BAD_USER_INPUT when the size is not 1 to 100 or both ends are asked for.
   * @throws BAD_CURSOR
   */
  async of<Row>(viewer: Viewer, list: List, args: ConnectionArgs): Promise<Page<Row>> {
    const bound = boundTo(viewer, list);
    const range = this.#range(args, bound);
    const parameters = new SqlParameters(list.parameters.values);
    const sql = pageSql(list, range, parameters, []);
    const rows = await this.#db.rows<Keyed<Row>>(sql, parameters.values);
    return this.#page(rows, range, bound, async () => {
      const count = `SELECT count(*) AS total FROM (${rowsSql(list, list.where)}) AS counted`;
      const [counted] = await this.#db.rows<{ total: number }>(count, list.parameters.values);
      return counted?.total ?? 0;
    });
  }

  /**
   * The same page of the same list for many parents, in one statement, in the parents' order.
   *
   * @param parentSql the column that names the parent, such as `award.person_id`.
   */
  async ofEach<Row>(
    viewer: Viewer,
    list: List,
    args: ConnectionArgs,
    parentSql: string,
    parentIds: readonly string[],
  ): Promise<Page<Row>[]> {
    const bound = boundTo(viewer, list);
    const range = this.#range(args, bound);
    const parameters = new SqlParameters(list.parameters.values);
    const parents = parameters.add(parentIds.filter(isId));
    const each = pageSql(list, range, parameters, [`${parentSql} = parent.id`]);
    const rows = await this.#db.rows<Keyed<Row> & { parentId: string }>(
      `SELECT parent.id AS "parentId", child.*
         FROM unnest(${parents}::uuid[]) AS parent (id) CROSS JOIN LATERAL (${each}) AS child`,
      parameters.values,
    );
    const byParent = Map.groupBy(rows, ({ parentId }) => parentId);
    const totals = once(() => this.#totals(list, parentSql, parentIds));
    return parentIds.map((id) =>
      this.#page<Row>(
        byParent.get(id) ?? [],
        range,
        bound,
        async () => (await totals()).get(id) ?? 0,
      ),
    );
  }

  /**
   * A cursor for a place in something that is read otherwise, such as a feed; good for the viewer's
   * trust alone.
   *
   * @param name what it is a place in.
   */
  mark({ trustId }: Viewer, name: string, place: CursorKeys): string {
    return this.#cursors.write(place, JSON.stringify([name, trustId]));
  }

  /** @throws BAD_CURSOR when it was altered, or marks no place in this, or is another trust's. */
  placeOf({ trustId }: Viewer, name: string, cursor: string): CursorKeys {
    return this.#cursors.read(cursor, JSON.stringify([name, trustId]));
  }

  async #totals(list: List, parentSql: string, parentIds: readonly string[]) {
    const parameters = new SqlParameters(list.parameters.values);
    const among = `${parentSql} = ANY (${parameters.add(parentIds.filter(isId))}::uuid[])`;
    const counts = await this.#db.rows<{ id: string; total: number }>(
      `SELECT "countedParentId" AS id, count(*) AS total
         FROM (${rowsSql(list, [...list.where, among], `${parentSql} AS "countedParentId", `)}) AS counted
        GROUP BY 1`,
      parameters.values,
    );
    return new Map(counts.map(({ id, total }) => [id, total]));
  }

  #range(args: ConnectionArgs, bound: string): Range {
    const [first, last] = [args.first ?? undefined, args.last ?? undefined]; // null is as good as absent
    const [after, before] = [args.after ?? undefined, args.before ?? undefined];
    const backward = last !== undefined || before !== undefined;
    if (backward && (first !== undefined || after !== undefined)) {
      throw badUserInput('Give first with after, or last with before.');
    }
    const size = last ?? first ?? defaultSize;
    if (size < 1 || size > maximumSize) {
      throw badUserInput(`first and last are from 1 to ${String(maximumSize)}.`);
    }
    const cursor = after ?? before;
    return {
      size,
      backward,
      beyond: cursor === undefined ? undefined : this.#cursors.read(cursor, bound),
    };
  }

  #page<Row>(
    found: readonly Keyed<Row>[],
    { size, backward, beyond }: Range,
    bound: string,
    totalCount: () => Promise<number>,
  ): Page<Row> {
    const rows = found.slice(0, size);
    if (backward) rows.reverse();
    // Getters, because most clients ask for few cursors or none, and each costs a signature.
    const cursors = this.#cursors;
    const edges = rows.map((row) => ({
      node: row,
      get cursor() {
        return cursors.write(row.cursorKeys, bound);
      },
    }));
    const more = found.length > size;
    return {
      edges,
      pageInfo: {
        hasNextPage: backward ? beyond !== undefined : more,
        hasPreviousPage: backward ? more : beyond !== undefined,
        get startCursor() {
          return edges.at(0)?.cursor ?? null;
        },
        get endCursor() {
          return edges.at(-1)?.cursor ?? null;
        },
      },
      totalCount: once(totalCount),
    };
  }
}

type Keyed<Row> = Row & { readonly cursorKeys: string[] };

function pageSql(list: List, range: Range, parameters: SqlParameters, also: string[]): string {
  const { keys, descending = false } = list.sort;
  const columns = keys.map(({ sql }) => sql);
  const down = descending !== range.backward;
  const beyond = range.beyond?.map(
    (value, index) => `${parameters.add(value)}::${keys[index]?.type ?? 'text'}`,
  );
  const keyset = beyond
    ? [`(${columns.join(', ')}) ${down ? '<' : '>'} (${beyond.join(', ')})`]
    : [];
  const order = columns.map((column) => `${column} ${down ? 'DESC' : 'ASC'}`).join(', ');
  const texts = columns.map((column) => `(${column})::text`).join(', ');
  return `SELECT ${list.select}, ARRAY[${texts}] AS "cursorKeys" FROM ${list.from}
    ${whereSql([...list.where, ...also, ...keyset])} ORDER BY ${order} LIMIT ${String(range.size + 1)}`;
}

/** For counting. It selects what the page selects, or PostgreSQL would ask what a parameter is for. */
function rowsSql(list: List, where: readonly string[], also = ''): string {
  return `SELECT ${also}${list.select} FROM ${list.from} ${whereSql(where)}`;
}

function whereSql(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

function boundTo(viewer: Viewer, { name, sort, filter }: List): string {
  return JSON.stringify([name, sort.name, filter ?? null, viewer.trustId]);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
