import { Kind, parse, print } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';
import type { Callee } from './compiled-executor.ts';
import type { RunContext } from './run-context.ts';
import type { StubAnswer } from './stub-subgraph.ts';
import type { Fields } from './universe.ts';

type Part = readonly [alias: string, answer: StubAnswer];

/** Answers a call about several kinds of entities by asking about each, as one answer. */
export class JoinedSubgraph implements Callee {
  constructor(private readonly each: Callee) {}

  async answer(query: string, variables: Fields, run: RunContext): Promise<StubAnswer> {
    const [definition] = parse(query).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('there is no operation');
    const roots = definition.selectionSet.selections;
    if (!roots.every(isAliasedEntities)) return this.each.answer(query, variables, run);
    run.seen(['one call about several kinds']);
    const parts: Part[] = [];
    for (const root of roots) {
      const number = root.alias.value.slice('_entities'.length);
      const { kind } = definition.selectionSet;
      const alone = print({ ...definition, selectionSet: { kind, selections: [root] } });
      const representations = variables[`representations${number}`];
      const usual = alone
        .replaceAll(`$representations${number}`, '$representations')
        .replace(`${root.alias.value}: `, '');
      // A subgraph is not told of other parts, so nothing of a part can come from another.
      const ask = this.each.answer(usual, { ...variables, representations }, run);
      parts.push([root.alias.value, await ask]);
    }
    return asOne(parts);
  }
}

function asOne(parts: readonly Part[]): StubAnswer {
  const errors = parts.flatMap(([alias, answer], index) =>
    (answer.errors ?? []).flatMap((error) => {
      const [root, ...below] = error.path ?? [];
      if (root === '_entities') return { ...error, path: [alias, ...below] };
      return index === 0 ? error : []; // what the call as a whole has is told once
    }),
  );
  const data = parts.reduce<StubAnswer['data']>(
    (all, [alias, { data: own }]) =>
      all && own && ('_entities' in own ? { ...all, [alias]: own['_entities'] } : all),
    parts[0]?.[1].data && {},
  );
  return { ...(data !== undefined && { data }), ...(errors.length > 0 && { errors }) };
}

type AliasedEntities = FieldNode & Required<Pick<FieldNode, 'alias'>>;

function isAliasedEntities(node: SelectionNode): node is AliasedEntities {
  return node.kind === Kind.FIELD && node.name.value === '_entities' && node.alias !== undefined;
}
