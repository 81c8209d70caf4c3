import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  GraphQLID,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';

/** From one thing to the next: whatever is further off is reached from nearer. */
const longestWay = 6;

/** A question, and what it is asked about: `$id` is one of these, or it has none. */
export interface Walk {
  readonly about: string;
  readonly query: string;
  readonly ids: readonly (string | null)[];
}

/** Ids of things by their types; the root fields that ask for an id are asked with them. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

interface Way {
  readonly ids: readonly (string | null)[];
  /** Puts a selection where the way leads. */
  readonly around: (selection: string) => string;
}

/** Every way through a graph to some of its types. */
export class GraphWalk {
  readonly #schema: GraphQLSchema;
  readonly #bearers: ReadonlySet<string>;

  /**
   * @param sdl of the graph, composed or not.
   * @param bearers types of what is looked for, and of whatever has it: each way to one of these is gone.
   * @param left fields that are not asked for, such as `Cv.pdf`.
   */
  constructor(
    sdl: string,
    bearers: readonly string[],
    private readonly left: readonly string[] = [],
  ) {
    this.#schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
    this.#bearers = new Set(bearers);
  }

  /**
   * A question for each type that the graph lets one reach: by the shortest way there, all that it says in
   * words, and each field of it that leads to a bearer, with all that the bearer says; and the same for
   * each field of `Query` by itself.
   *
   * @returns the questions, and the fields that lead to a bearer, or to what has one, and that none goes
   *   down, because of what they ask for.
   */
  walks(known: KnownIds): { walks: Walk[]; unasked: string[] } {
    const unasked = new Set<string>();
    const walks: Walk[] = [];
    const queue: { type: GraphQLObjectType; way: Way; length: number }[] = [];
    const reached = new Set<string>();
    const reach = (type: GraphQLNamedType, way: Way, length: number) => {
      for (const one of this.#objectsOf(type)) {
        if (reached.has(one.name)) continue;
        reached.add(one.name);
        const around = isAbstractType(type)
          ? (inner: string) => way.around(`{ __typename ... on ${one.name} ${inner} }`)
          : way.around;
        queue.push({ type: one, way: { ...way, around }, length });
      }
    };
    for (const field of Object.values(this.#schema.getQueryType()?.getFields() ?? {})) {
      const way = wayFromRoot(field, known);
      if (!way) {
        if (this.#leads(field)) unasked.add(`Query.${field.name}`);
      } else {
        const to = getNamedType(field.type);
        walks.push(this.#walk(`Query.${field.name}`, way, to));
        reach(to, way, 1);
      }
    }
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { type, way, length } = next;
      walks.push(this.#walk(type.name, way, type));
      for (const field of Object.values(type.getFields())) {
        const to = getNamedType(field.type);
        const name = `${type.name}.${field.name}`;
        if (field.args.some(isRequiredArgument)) {
          if (this.#leads(field)) unasked.add(name);
        } else if (!isLeafType(to) && !this.left.includes(name) && length < longestWay) {
          const around = (inner: string) => way.around(`{ __typename ${call(field)} ${inner} }`);
          reach(to, { ...way, around }, length + (isPart(to) ? 0 : 1));
        }
      }
    }
    return { walks, unasked: [...unasked].toSorted() };
  }

  #walk(about: string, { ids, around }: Way, type: GraphQLNamedType): Walk {
    const given = ids[0] === null ? '' : ' ($id: ID!)';
    return { about, query: `query${given} ${around(this.#whole(type))}`, ids };
  }

  /** All that a type says in words, and what of it leads to bearers, with all that these say. */
  #whole(type: GraphQLNamedType, passed: readonly string[] = []): string {
    if (isLeafType(type)) return '';
    if (isAbstractType(type)) {
      const each = this.#objectsOf(type).map(
        (one) => `... on ${one.name} ${this.#whole(one, passed)}`,
      );
      return `{ __typename ${each.join(' ')} }`;
    }
    if (!isObjectType(type)) return '';
    const on = [...passed, type.name];
    const isFar = on.filter((name) => !name.endsWith('Connection')).length > 3;
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const to = getNamedType(field.type);
      if (field.args.some(isRequiredArgument)) return [];
      if (isLeafType(to)) return [field.name];
      const leads = isPart(to)
        ? isPart(type) || this.#bearers.has(nodeOf(to) ?? '')
        : this.#bearers.has(to.name) && !isFar;
      return leads && !on.includes(to.name) ? [`${call(field)} ${this.#whole(to, on)}`] : [];
    });
    return `{ ${['__typename', ...new Set(fields)].join(' ')} }`;
  }

  /** Whether a field is of a bearer, or of what has one. */
  #leads(field: GraphQLField<unknown, unknown>): boolean {
    const type = getNamedType(field.type);
    const of = this.#schema.getType(nodeOf(type) ?? type.name);
    return [of, ...(of ? this.#objectsOf(of) : [])].some(
      (one) =>
        this.#bearers.has(one?.name ?? '') ||
        (isObjectType(one) &&
          Object.values(one.getFields()).some(({ type: to }) =>
            this.#bearers.has(getNamedType(to).name),
          )),
    );
  }

  #objectsOf(type: GraphQLNamedType): readonly GraphQLObjectType[] {
    if (isAbstractType(type)) return this.#schema.getPossibleTypes(type);
    return isObjectType(type) ? [type] : [];
  }
}

/** What was found of texts in an answer, each as `name Type.field`. */
export function findings(answer: unknown, texts: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown, at: string): void => {
    if (typeof value === 'string') {
      for (const [name, text] of texts) if (value.includes(text)) found.add(`${name} ${at}`);
    } else if (Array.isArray(value)) for (const each of value) look(each, at);
    else if (typeof value === 'object' && value !== null) {
      const type: unknown = Reflect.get(value, '__typename');
      for (const [key, each] of Object.entries(value)) look(each, `${String(type)}.${key}`);
    }
  };
  look(answer, 'answer');
  return found;
}

function wayFromRoot(field: GraphQLField<unknown, unknown>, known: KnownIds): Way | undefined {
  const required = field.args.filter(isRequiredArgument);
  const given = required.map(({ name, type }) => ({ name, value: valueOf(getNamedType(type)) }));
  if (given.some(({ value }) => value === undefined)) return undefined;
  const byId = given.some(({ value }) => value === '$id');
  const own = known[getNamedType(field.type).name] ?? Object.values(known).flat();
  const said = given.map(({ name, value = '' }) => `${name}: ${value}`).join(', ');
  const asks = required.length > 0 ? `${field.name}(${said})` : call(field);
  return { ids: byId ? own : [null], around: (inner) => `{ ${asks} ${inner} }` };
}

/** What is given where something must be: `$id` for an id, and nothing for what has parts. */
function valueOf(type: GraphQLNamedType): string | undefined {
  if (type === GraphQLID) return '$id';
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const known: Readonly<Record<string, string>> = { Int: '2026', Date: '"2027-03-01"' };
  return known[type.name];
}

/** A field as it is asked for: a few of a list. */
const call = ({ name, args }: GraphQLField<unknown, unknown>): string =>
  args.some((argument) => argument.name === 'first') ? `${name}(first: 5)` : name;

/** Parts of a list are not further off than the list. */
const isPart = ({ name }: GraphQLNamedType) => name.endsWith('Connection') || name.endsWith('Edge');

/** What a list is of. */
function nodeOf(part: GraphQLNamedType): string | undefined {
  if (!isObjectType(part)) return undefined;
  const { edges, node } = part.getFields();
  if (node) return getNamedType(node.type).name;
  return edges && nodeOf(getNamedType(edges.type));
}
