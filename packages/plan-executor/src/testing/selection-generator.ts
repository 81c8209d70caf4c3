import {
  GraphQLBoolean,
  GraphQLNonNull,
  Kind,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  print,
} from 'graphql';
import type {
  ArgumentNode,
  DirectiveNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import { literal } from './literal-generator.ts';
import { ResponseNames } from './response-names.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VariablePool } from './variable-pool.ts';

const MOST_FIELDS = 60;
const CONDITION = new GraphQLNonNull(GraphQLBoolean);

/** Makes selections, keeping to names that may stand beside each other. */
export class SelectionGenerator {
  private readonly names = new ResponseNames();
  private readonly depth: number;
  private readonly conditions: number;
  private readonly aliases: number;
  private readonly shadowing: boolean;
  private left = MOST_FIELDS;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: SeededRandom,
    private readonly pool: VariablePool,
  ) {
    this.depth = random.pick([2, 3, 4, 5]);
    this.conditions = random.pick([0, 0, 0.05, 0.25]);
    this.aliases = random.pick([0, 0.1, 0.4]);
    this.shadowing = random.chance(0.03);
    this.left = random.pick([8, 20, MOST_FIELDS]);
  }

  selectionSet(type: GraphQLCompositeType, path = '', level = 0): SelectionSetNode {
    const selections: SelectionNode[] = [];
    const wanted = this.random.whole(1, level === 0 ? 3 : 4);
    for (let count = 0; count < wanted && this.left > 0; count++) {
      selections.push(this.selection(type, path, level));
    }
    if (selections.length === 0) selections.push(this.typename(path));
    return { kind: Kind.SELECTION_SET, selections };
  }

  private selection(type: GraphQLCompositeType, path: string, level: number): SelectionNode {
    const fragments = isAbstractType(type) ? 0.55 : 0.12;
    if (this.random.chance(isUnionType(type) ? 0.9 : fragments))
      return this.fragment(type, path, level);
    if (isUnionType(type) || this.random.chance(0.12)) return this.typename(path);
    return this.field(type, path, level);
  }

  private typename(path: string): FieldNode {
    const alias = this.random.chance(this.aliases / 2)
      ? this.random.pick(this.shadowing ? ['id'] : ['kind', 'type'])
      : undefined;
    const name = this.names.take(path, '__typename', alias, {
      parent: '',
      meaning: '__typename',
      type: 'String!',
      leaf: true,
    });
    return { ...fieldNode('__typename', name), directives: this.directives() };
  }

  private field(type: GraphQLCompositeType, path: string, level: number): FieldNode {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const deep = level >= this.depth || this.left < 2;
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const candidates = deep ? leaves : fields;
    if (candidates.length === 0) return this.typename(path);
    this.left--;
    return this.selected(type, this.random.pick(candidates), path, level);
  }

  private selected(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    path: string,
    level: number,
  ): FieldNode {
    const args = this.arguments(field);
    const inner = getNamedType(field.type);
    const composite = isCompositeType(inner);
    const parent = isObjectType(type) ? type.name : '';
    const meaning = `${field.name} ${args.map(print).join(', ')}`;
    const use = { parent, meaning, type: String(field.type), leaf: !composite };
    const name = this.names.take(path, field.name, this.alias(type), use);
    const node = { ...fieldNode(field.name, name), arguments: args, directives: this.directives() };
    if (!composite) return node;
    return { ...node, selectionSet: this.selectionSet(inner, `${path}.${name}`, level + 1) };
  }

  /** In some operations the name of another field of the type, a key's perhaps. */
  private alias(type: GraphQLCompositeType): string | undefined {
    if (!this.random.chance(this.aliases)) return undefined;
    const others =
      isUnionType(type) || !this.shadowing ? [] : ['id', ...Object.keys(type.getFields())];
    return this.random.pick(['a', 'b', 'other', ...others]);
  }

  private arguments(field: GraphQLField<unknown, unknown>): ArgumentNode[] {
    return field.args.flatMap((argument): ArgumentNode[] => {
      if (!isRequiredArgument(argument) && this.random.chance(0.35)) return [];
      const value: ValueNode = this.random.chance(0.35)
        ? this.pool.of(argument.type)
        : literal(this.random, argument.type);
      return [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: argument.name }, value }];
    });
  }

  private fragment(type: GraphQLCompositeType, path: string, level: number): InlineFragmentNode {
    const condition = this.condition(type);
    const directives = this.directives();
    const selectionSet = this.selectionSet(condition ?? type, path, level + 0.5);
    if (condition === undefined) return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet };
    const name = { kind: Kind.NAME, value: condition.name } as const;
    const typeCondition = { kind: Kind.NAMED_TYPE, name } as const;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
  }

  /** The type itself, a possible type of it, or another abstract type that overlaps with it. */
  private condition(type: GraphQLCompositeType): GraphQLCompositeType | undefined {
    if (this.random.chance(0.1)) return undefined;
    const possible = isAbstractType(type) ? [...this.schema.getPossibleTypes(type)] : [type];
    if (this.random.chance(0.75)) return this.random.pick(possible);
    const overlapping = Object.values(this.schema.getTypeMap()).filter(
      (other) =>
        (isInterfaceType(other) || isUnionType(other)) &&
        this.schema.getPossibleTypes(other).some((object) => possible.includes(object)),
    );
    return this.random.pick([type, ...overlapping.filter(isAbstractType)]);
  }

  private directives(): DirectiveNode[] {
    const names = ['skip', 'include'].filter(() => this.random.chance(this.conditions));
    return names.map((name) => {
      const value: ValueNode = this.random.chance(0.7)
        ? this.pool.of(CONDITION)
        : { kind: Kind.BOOLEAN, value: this.random.chance(name === 'include' ? 0.8 : 0.2) };
      const argument = {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'if' },
        value,
      } as const;
      return {
        kind: Kind.DIRECTIVE,
        name: { kind: Kind.NAME, value: name },
        arguments: [argument],
      };
    });
  }
}

function fieldNode(field: string, responseName: string): FieldNode {
  const name = { kind: Kind.NAME, value: field } as const;
  if (field === responseName) return { kind: Kind.FIELD, name };
  return { kind: Kind.FIELD, name, alias: { kind: Kind.NAME, value: responseName } };
}
