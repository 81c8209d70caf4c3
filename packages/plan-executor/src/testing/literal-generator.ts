import {
  Kind,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { GraphQLInputType, ObjectFieldNode, ValueNode } from 'graphql';
import type { SeededRandom } from './seeded-random.ts';

/** A value that fits a type, as an operation's text writes it. */
export function literal(random: SeededRandom, type: GraphQLInputType, depth = 0): ValueNode {
  if (isNonNullType(type)) return present(random, type.ofType, depth);
  return random.chance(0.12) ? { kind: Kind.NULL } : present(random, type, depth);
}

function present(random: SeededRandom, type: GraphQLInputType, depth: number): ValueNode {
  if (isListType(type)) {
    const inner: GraphQLInputType = type.ofType;
    if (random.chance(0.15))
      return present(random, isNonNullType(inner) ? inner.ofType : inner, depth);
    const values = Array.from({ length: random.whole(0, 2) }, () => literal(random, inner, depth));
    return { kind: Kind.LIST, values };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field): ObjectFieldNode[] => {
      const given = isRequiredInputField(field) || random.chance(depth > 1 ? 0.15 : 0.5);
      if (!given) return [];
      const name = { kind: Kind.NAME, value: field.name } as const;
      return [{ kind: Kind.OBJECT_FIELD, name, value: literal(random, field.type, depth + 1) }];
    });
    return { kind: Kind.OBJECT, fields: random.shuffled(fields) };
  }
  if (isEnumType(type)) return { kind: Kind.ENUM, value: random.pick(type.getValues()).name };
  return scalar(random, String(type));
}

function scalar(random: SeededRandom, name: string): ValueNode {
  switch (name) {
    case 'Int':
      return { kind: Kind.INT, value: String(random.whole(0, 3)) };
    case 'Float':
      return { kind: Kind.FLOAT, value: '1.5' };
    case 'Boolean':
      return { kind: Kind.BOOLEAN, value: random.chance(0.5) };
    case 'Json':
      return json(random);
    default:
      return { kind: Kind.STRING, value: random.pick(['a', 'b"c', 'ü', '']) };
  }
}

function json(random: SeededRandom): ValueNode {
  const value = { kind: Kind.INT, value: '7' } as const;
  const field = { kind: Kind.OBJECT_FIELD, name: { kind: Kind.NAME, value: 'a' }, value } as const;
  return random.pick<ValueNode>([
    value,
    { kind: Kind.LIST, values: [value, { kind: Kind.NULL }] },
    { kind: Kind.OBJECT, fields: [field] },
    { kind: Kind.STRING, value: 'text' },
  ]);
}
