import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, execute, isTypeDefinitionNode, parse } from 'graphql';
import type { DocumentNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { LEAF_TYPES } from './field-generator.ts';
import type { RunContext } from './run-context.ts';
import { Thing, canonical, filled, isEmptyValue } from './universe.ts';
import type { Fields, Universe } from './universe.ts';
import { SubgraphSdl } from './world-sdl.ts';
import { fieldOf, isInterfaceIn } from './world.ts';
import type { FieldHome, FieldModel, World } from './world.ts';

/** The fields that may be an entity's key, or a part of one that is no other's. */
const KEYS = ['id', 'code', 'place'];

export interface StubAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

/** A subgraph in this process that answers from the universe, faults included. */
export class StubSubgraph {
  private readonly documents = new Map<string, DocumentNode>();
  private readonly schemas = new Map<boolean, GraphQLSchema>();

  constructor(
    private readonly world: World,
    private readonly universe: Universe,
    readonly name: string,
  ) {}

  /** @throws where the run says that the subgraph cannot be reached. */
  async answer(query: string, variables: Fields, run: RunContext): Promise<StubAnswer> {
    run.begin(`${this.name}: ${query} ${JSON.stringify(variables)}`);
    try {
      // Each call takes a turn, so that calls under way end in the order in which they were made.
      await nextTurn();
      return await this.answered(query, variables, run);
    } finally {
      run.end();
    }
  }

  private async answered(query: string, variables: Fields, run: RunContext): Promise<StubAnswer> {
    const fault = run.faults.ofCalls(
      this.name,
      'representations' in variables ? 'entities' : 'root',
    );
    if (fault === 'throws') throw unreachable(this.name);
    const early = withoutData(this.name, fault);
    if (early !== undefined) return early;
    const { known, places } = this.knownEntities(variables, run);
    const result = await execute({
      schema: this.schema(run.faults.settings.honest),
      document: this.document(query),
      variableValues: known,
      contextValue: run,
      rootValue: {},
      fieldResolver: this.resolve,
      typeResolver: (value) => (value instanceof Thing ? value.__typename : undefined),
    });
    const answer = atPlaces(asJson(result), places);
    this.nameTypes(answer, variables, run);
    return spoilt(this.name, fault, answer);
  }

  /** Takes note of entities that are told without any key; with help, they are not looked at. */
  private knownEntities(variables: Fields, run: RunContext) {
    const { representations: sent } = variables;
    const places: number[] = [];
    if (!Array.isArray(sent)) return { known: variables, places: undefined };
    sent.forEach((one: unknown, place) => {
      run.asked.add(`${this.name} ${canonical(one)}`);
      if (isFields(one) && KEYS.some((key) => one[key] !== undefined)) places.push(place);
      else run.strays.add('entity told without a key');
    });
    if (run.help.withoutKeyless !== true) return { known: variables, places: undefined };
    const representations = places.map((place): unknown => sent[place]);
    return { known: { ...variables, representations }, places: { places, count: sent.length } };
  }

  private readonly resolve: GraphQLFieldResolver<unknown, RunContext, Fields> = (
    source,
    args,
    run,
    info,
  ) => {
    const thing =
      source instanceof Thing
        ? source
        : rootThing(
            info.parentType.name,
            `${info.path.key}: ${info.fieldName} ${canonical(args)}`,
            run,
          );
    const place = [this.name, thing.__typename, thing.ident, info.fieldName, canonical(args)];
    for (const stray of this.universe.strays(thing, info.fieldName)) run.strays.add(stray);
    const stale = this.isStale(thing, info.fieldName, run);
    const value = this.universe.value(thing, info.fieldName, args, stale);
    if (isEmptyValue(value) && /__alias_\d+$/.test(String(info.path.key))) {
      run.strays.add('field answered with 0, false or "" under a name of the plan');
    }
    const given = run.help.withoutEmptyValues === true ? filled(value) : value;
    return run.faults.disturb(place.join(' '), given);
  };

  /** Whether what is answered here must never be seen. */
  private isStale(thing: Thing, name: string, run: RunContext): boolean {
    if (this.mayAnswer(thing, name, run)) return false;
    const object = this.world.objects.get(thing.__typename);
    if (object?.externals.has(`${this.name}.${name}`) !== true) return true;
    run.strays.add('field answered that is external');
    return run.help.withExternals !== true;
  }

  /** Whether the field is at home here, is a key, or may be provided. */
  private mayAnswer(thing: Thing, name: string, run: RunContext): boolean {
    const field = fieldOf(this.world, thing.__typename, name);
    const object = this.world.objects.get(thing.__typename);
    if (field === undefined || object?.kind === 'value') return true;
    const home = field.homes.find(({ subgraph }) => subgraph === this.name);
    const inFamily = object?.family !== undefined && !object.keys.has(this.name);
    run.seen(featuresOf(field, home, inFamily));
    return home !== undefined || object?.shared.has(name) === true;
  }

  private schema(honest: boolean): GraphQLSchema {
    const known = this.schemas.get(honest);
    if (known !== undefined) return known;
    const typeDefs = parse(String(new SubgraphSdl(this.world, this.name, honest)));
    const declared = typeDefs.definitions
      .filter(isTypeDefinitionNode)
      .map(({ name }) => name.value);
    const entities = declared.filter((name) => this.world.objects.get(name)?.kind === 'entity');
    const resolvers = Object.fromEntries(
      entities.map((name) => [name, this.entityResolvers(name)]),
    );
    const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
    this.schemas.set(honest, schema);
    return schema;
  }

  private entityResolvers(typeName: string) {
    const object = this.world.objects.get(typeName);
    const isInterface = object !== undefined && isInterfaceIn(object, this.name);
    const __resolveReference = async (sent: Fields, run: RunContext) => {
      await Promise.resolve();
      const thing = this.universe.find(typeName, sent);
      run.seen(['entity', ...(sent.place === undefined ? [] : ['compound key'])]);
      if (sent.id === undefined) run.seen(['second key']);
      if (thing === null) return null;
      if (run.faults.loses(`${this.name} ${typeName} ${thing.ident}`)) return null;
      const along = run.help.withRequirements === true ? undefined : sent;
      return new Thing(isInterface ? thing.__typename : typeName, thing.ident, along);
    };
    const __resolveType = (thing: Thing) => thing.__typename;
    return isInterface ? { __resolveReference, __resolveType } : { __resolveReference };
  }

  /** Takes note of objects that go by the name of their interface; gives them their own with help. */
  private nameTypes({ data }: StubAnswer, variables: Fields, run: RunContext): void {
    const name = (object: unknown, sent: unknown): void => {
      if (Array.isArray(object)) for (const item of object) name(item, undefined);
      if (Array.isArray(object) || !isFields(object)) return;
      Object.values(object).forEach((value) => name(value, undefined));
      const model = this.world.objects.get(String(object.__typename));
      if (!model || model.implementations.length === 0) return;
      run.strays.add('interface named in place of a type');
      const known = isFields(sent) ? { ...sent, ...object } : object;
      if (run.help.withRealTypes !== true || known.id === undefined) return;
      object.__typename = this.universe.find(model.name, known)?.__typename ?? model.name;
    };
    const sent: unknown = variables.representations;
    const entities: unknown = data?._entities;
    if (!Array.isArray(entities) || !Array.isArray(sent)) name(data, undefined);
    else entities.forEach((entity, index) => name(entity, sent[index]));
  }

  private document(query: string): DocumentNode {
    const known = this.documents.get(query);
    if (known !== undefined) return known;
    const document = parse(query);
    this.documents.set(query, document);
    return document;
  }
}

/** Each mutation is a root of its own, known by how many came before. */
export function rootThing(typeName: string, mutation: string, run: RunContext): Thing {
  if (typeName !== 'Mutation') return new Thing(typeName, '');
  run.done.push(mutation);
  return new Thing(typeName, run.help.withEqualMutations === true ? '' : String(run.done.length));
}

/** The features of federation that answering a field makes use of. */
function featuresOf(field: FieldModel, home: FieldHome | undefined, inFamily: boolean): string[] {
  const features: [string, boolean][] = [
    ['@provides', home === undefined],
    ['@requires', home?.requires !== undefined],
    ['@requires with arguments', home?.requires?.some(({ args }) => 'limit' in args) === true],
    ['@override', home?.overrides !== undefined],
    ['@shareable', field.homes.length > 1],
    ['@interfaceObject', inFamily],
    ['list of lists', field.type.shape.startsWith('[[')],
    [
      'list of lists of objects',
      field.type.shape.startsWith('[[') && !LEAF_TYPES.includes(field.type.name),
    ],
    ['custom scalar', field.type.name === 'Json' || field.type.name === 'Day'],
  ];
  return features.flatMap(([name, used]) => (used ? [name] : []));
}

/** Puts entities back where they were asked for, among those that were left out. */
function atPlaces(
  answer: StubAnswer,
  asked: { readonly places: readonly number[]; readonly count: number } | undefined,
): StubAnswer {
  const entities: unknown = answer.data?._entities;
  if (asked === undefined || !Array.isArray(entities)) return answer;
  const all = new Array<unknown>(asked.count).fill(null);
  asked.places.forEach((place, index) => {
    all[place] = entities[index];
  });
  return { ...answer, data: { ...answer.data, _entities: all } };
}

function unreachable(subgraph: string): GraphQLError {
  return new GraphQLError(`${subgraph} is down`, { extensions: { code: 'UNREACHABLE' } });
}

function withoutData(subgraph: string, fault: string | undefined): StubAnswer | undefined {
  const errors = [{ message: `${subgraph} refuses`, extensions: { code: 'REFUSED' } }];
  if (fault === 'refuses') return { data: null, errors };
  if (fault === 'refusesWithoutData') return { errors };
  if (fault === 'answersNothing') return {};
  if (fault === 'entitiesMissing') return { data: {} };
  return undefined;
}

function spoilt(subgraph: string, fault: string | undefined, answer: StubAnswer): StubAnswer {
  if (fault === 'errorBeside') {
    return { ...answer, errors: [...(answer.errors ?? []), { message: `${subgraph} warns` }] };
  }
  if (fault === 'entitiesShort' && Array.isArray(answer.data?._entities)) {
    return { ...answer, data: { _entities: [] } };
  }
  return fault === 'lies' ? liesOfTypes(answer) : answer;
}

/** Names a type that no schema knows, in place of persons. */
function liesOfTypes(answer: StubAnswer): StubAnswer {
  return asJson(answer, (_, value: unknown) => (value === 'Person' ? 'Nobody' : value));
}

function asJson(result: object, reviver?: (key: string, value: unknown) => unknown): StubAnswer {
  const answer: unknown = JSON.parse(JSON.stringify(result), reviver);
  return isAnswer(answer) ? answer : {};
}

function isAnswer(value: unknown): value is StubAnswer {
  return isFields(value);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
