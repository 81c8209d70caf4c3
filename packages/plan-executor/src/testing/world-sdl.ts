import { typesIn } from './subgraph-types.ts';
import { isInterfaceIn, membersIn } from './world.ts';
import type {
  AbstractModel,
  FieldHome,
  FieldModel,
  ObjectModel,
  Requirement,
  World,
} from './world.ts';

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key" "@shareable" "@external" "@requires" "@provides" "@override" "@inaccessible" "@interfaceObject"
])`;

const LEAVES = `scalar Day
scalar Json
enum Colour { RED GREEN BLUE GREY @inaccessible }
input Filter { text: String, limit: Int = 3, colours: [Colour!], within: Filter }`;

const KEY_FIELDS = [
  ['id', 'ID!'],
  ['code', 'String!'],
  ['place', 'Place!'],
];

/** Writes one subgraph's schema. */
export class SubgraphSdl {
  private readonly types: ReadonlySet<string>;

  /** @param honest whether types promise as much as the world says: null may stand anywhere if not. */
  constructor(
    private readonly world: World,
    private readonly subgraph: string,
    private readonly honest = true,
  ) {
    this.types = typesIn(world, subgraph);
  }

  toString(): string {
    const objects = [...this.world.objects.values()].filter(({ name }) => this.types.has(name));
    const abstracts = [...this.world.abstracts.values()].filter(({ name }) => this.types.has(name));
    return [
      HEADER,
      LEAVES,
      ...objects.map((object) => this.object(object)),
      ...abstracts.map((abstract) => this.abstract(abstract)),
      this.root('Query'),
      this.root('Mutation'),
    ].join('\n');
  }

  private root(root: 'Query' | 'Mutation'): string {
    const here = this.world.roots.filter((field) => field.root === root && this.homeOf(field));
    const lines = here.map((field) => this.field(field, this.homeOf(field)));
    return lines.length === 0 ? '' : `type ${root} {\n${lines.join('\n')}\n}`;
  }

  private object(object: ObjectModel): string {
    if (object.kind === 'value') {
      const lines = object.fields.map((field) => this.line(field, field.type.shape));
      return this.block(`type ${object.name}${this.implemented(object)} @shareable`, lines);
    }
    const keys = object.keys.get(this.subgraph);
    const stub = keys === undefined ? ', resolvable: false' : '';
    const directives = (keys ?? ['id']).map((key) => `@key(fields: "${key}"${stub})`).join(' ');
    const lines = [...this.keyFields(keys ?? ['id']), ...this.ownFields(object)];
    return this.block(`${this.opening(object)} ${directives}`, lines);
  }

  private opening(object: ObjectModel): string {
    if (object.implementations.length === 0)
      return `type ${object.name}${this.implemented(object)}`;
    const kind = isInterfaceIn(object, this.subgraph) ? 'interface' : 'type';
    return `${kind} ${object.name}${kind === 'type' ? ' @interfaceObject' : ''}`;
  }

  private implemented(object: ObjectModel): string {
    const interfaces = [...this.world.abstracts.values()].filter(
      (abstract) =>
        abstract.kind === 'interface' &&
        this.types.has(abstract.name) &&
        membersIn(this.world, abstract, this.subgraph).includes(object.name),
    );
    const names = interfaces.map(({ name }) => name);
    if (object.family !== undefined) names.push(object.family);
    return names.length === 0 ? '' : ` implements ${names.join(' & ')}`;
  }

  private keyFields(keys: readonly string[]): string[] {
    const named = KEY_FIELDS.filter(([name = '']) =>
      keys.some((key) => key.split(/\W+/).includes(name)),
    );
    return named.map(([name = '', type = '']) => `  ${name}: ${type}`);
  }

  private ownFields(object: ObjectModel): string[] {
    const family = object.family === undefined ? undefined : this.world.objects.get(object.family);
    return [object, ...(family ? [family] : [])].flatMap(({ fields, externals, shared }) =>
      fields.flatMap((field) => {
        const home = this.homeOf(field);
        if (home && isInterfaceIn(object, this.subgraph)) return [this.interfaceLine(field, home)];
        if (home) return [this.field(field, home, shared.has(field.name))];
        if (field.homes.some(({ overrides }) => overrides === this.subgraph)) {
          return [this.line(field, field.type.shape)];
        }
        if (!externals.has(`${this.subgraph}.${field.name}`)) return [];
        return [`${this.line(field, field.type.shape)} @external`];
      }),
    );
  }

  private interfaceLine(field: FieldModel, home: FieldHome): string {
    return `${this.line(field, home.shape)}${field.inaccessible ? ' @inaccessible' : ''}`;
  }

  private homeOf(field: FieldModel): FieldHome | undefined {
    return field.homes.find(({ subgraph }) => subgraph === this.subgraph);
  }

  private field(field: FieldModel, home: FieldHome | undefined, shared = false): string {
    const requires = home?.requires?.map(requirementText).join(' ');
    return [
      this.line(field, home?.shape ?? field.type.shape),
      field.homes.length > 1 || shared ? ' @shareable' : '',
      requires ? ` @requires(fields: "${requires}")` : '',
      home?.provides ? ` @provides(fields: "${home.provides}")` : '',
      home?.overrides ? ` @override(from: "${home.overrides}")` : '',
      field.inaccessible ? ' @inaccessible' : '',
    ].join('');
  }

  private line(field: FieldModel, shape: string): string {
    const args = field.args.map(({ name, type }) => `${name}: ${type}`).join(', ');
    const promised = this.honest ? shape : shape.replaceAll('!', '');
    return `  ${field.name}${args ? `(${args})` : ''}: ${promised.replace('T', field.type.name)}`;
  }

  private abstract(abstract: AbstractModel): string {
    const members = membersIn(this.world, abstract, this.subgraph);
    if (abstract.kind === 'union') return `union ${abstract.name} = ${members.join(' | ')}`;
    const objects = members.flatMap((name) => this.world.objects.get(name) ?? []);
    const fields = abstract.fields.filter(({ name }) =>
      objects.every((object) => this.has(object, name)),
    );
    const lines = fields.map((field) => this.line(field, field.type.shape));
    if (objects.every(({ kind }) => kind === 'entity')) lines.unshift('  id: ID!');
    return this.block(`interface ${abstract.name}`, lines);
  }

  private has(object: ObjectModel, name: string): boolean {
    const field = object.fields.find((candidate) => candidate.name === name);
    return object.kind === 'value' || (field !== undefined && this.homeOf(field) !== undefined);
  }

  private block(opening: string, lines: readonly string[]): string {
    return `${opening} {\n${lines.join('\n')}\n}`;
  }
}

/** As the directive writes it: `rate(limit: 3) place { zone }`. */
export function requirementText({ field, args, parts }: Requirement): string {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${String(value)}`);
  const inBrackets = given.length > 0 ? `(${given.join(', ')})` : '';
  return `${field}${inBrackets}${parts.length > 0 ? ` { ${parts.join(' ')} }` : ''}`;
}
