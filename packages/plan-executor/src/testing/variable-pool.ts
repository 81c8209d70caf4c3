import { Kind, isNonNullType, parseType, print, valueFromASTUntyped } from 'graphql';
import type {
  ConstValueNode,
  GraphQLInputType,
  ValueNode,
  VariableDefinitionNode,
  VariableNode,
} from 'graphql';
import { literal } from './literal-generator.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Fields } from './universe.ts';

interface PooledVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly default?: ConstValueNode;
}

/** The variables of one operation, declared as they are first wanted and used again. */
export class VariablePool {
  private readonly variables: PooledVariable[] = [];

  constructor(private readonly random: SeededRandom) {}

  /** A variable that may stand where a value of the type is wanted. */
  of(type: GraphQLInputType): VariableNode {
    const known = this.variables.filter((variable) => String(variable.type) === String(type));
    const variable =
      known.length > 0 && this.random.chance(0.6) ? this.random.pick(known) : this.add(type);
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable.name } };
  }

  private add(type: GraphQLInputType): PooledVariable {
    const name = `v${this.variables.length}`;
    const withDefault = this.random.chance(0.35);
    const value = withDefault ? constant(literal(this.random, type)) : undefined;
    const variable = { name, type, ...(value === undefined ? {} : { default: value }) };
    this.variables.push(variable);
    return variable;
  }

  definitions(): VariableDefinitionNode[] {
    return this.variables.map((variable) => ({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable.name } },
      type: parseType(String(variable.type)),
      ...(variable.default === undefined ? {} : { defaultValue: variable.default }),
    }));
  }

  /** One set of values; what has a default or may be null is left out at times. */
  values(): Fields {
    const given = this.variables.filter((variable) => {
      const optional = variable.default !== undefined || !isNonNullType(variable.type);
      return !optional || this.random.chance(0.6);
    });
    return Object.fromEntries(
      given.map(({ name, type }) => [name, plain(literal(this.random, type))]),
    );
  }
}

function constant(node: ValueNode): ConstValueNode {
  if (node.kind === Kind.VARIABLE) throw new Error(`${print(node)} is not a constant.`);
  if (node.kind === Kind.LIST) return { kind: Kind.LIST, values: node.values.map(constant) };
  if (node.kind !== Kind.OBJECT) return node;
  const fields = node.fields.map((field) => ({ ...field, value: constant(field.value) }));
  return { kind: Kind.OBJECT, fields };
}

function plain(node: ValueNode): unknown {
  return valueFromASTUntyped(node);
}
