import { Kind, print, visit } from 'graphql';
import type { DefinitionNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { SeededRandom } from './seeded-random.ts';

/** Gives some of the inline fragments names: equal ones the same name, so that they are shared. */
export function nameFragments(
  random: SeededRandom,
  operation: OperationDefinitionNode,
): DefinitionNode[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const share = random.pick([0, 0.3, 0.8]);
  const renamed = visit(operation, {
    InlineFragment: {
      leave(node) {
        const { typeCondition, selectionSet, directives = [] } = node;
        if (typeCondition === undefined || !random.chance(share)) return undefined;
        const text = `${typeCondition.name.value} ${print(selectionSet)}`;
        const name = { kind: Kind.NAME, value: `F${fragments.size}` } as const;
        const definition = fragments.get(text) ?? {
          kind: Kind.FRAGMENT_DEFINITION,
          name,
          typeCondition,
          selectionSet,
        };
        fragments.set(text, definition);
        return { kind: Kind.FRAGMENT_SPREAD, name: definition.name, directives };
      },
    },
  });
  return [renamed, ...fragments.values()];
}
