import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isTypeDefinitionNode,
  Kind,
} from 'graphql';
import type { SecurityDirectives } from '../supergraph/security-links.ts';

/** Any one of these sets of scopes, held whole, is enough. */
export type ScopeRule = readonly (readonly string[])[];

/** @returns whether the viewer's scopes satisfy the rule. */
export function satisfies(scopes: ReadonlySet<string>, rule: ScopeRule): boolean {
  return rule.some((together) => together.every((scope) => scopes.has(scope)));
}

/**
 * What the supergraph says about who may read what, compiled once per supergraph.
 *
 * A field is guarded by its own directive, by its parent type's and by the type it answers with; a
 * field of an interface also by the same field of every type behind it, so that the interface is no
 * way around. `@authenticated` needs no rule here: nobody gets this far without being known.
 */
export class FieldRules {
  readonly #schema: GraphQLSchema;
  readonly #ofType = new Map<string, ScopeRule[]>();
  readonly #ofField = new Map<string, ScopeRule[]>();
  readonly #known = new Map<string, readonly ScopeRule[]>();

  constructor(schema: GraphQLSchema, supergraph: DocumentNode, directives: SecurityDirectives) {
    this.#schema = schema;
    const { requiresScopes } = directives;
    if (requiresScopes) this.#read(supergraph, requiresScopes);
  }

  /** @returns every rule that a viewer has to satisfy to select the field on that static type. */
  of(typeName: string, fieldName: string): readonly ScopeRule[] {
    const key = `${typeName}.${fieldName}`;
    const known = this.#known.get(key);
    if (known) return known;
    const rules = this.#compile(typeName, fieldName);
    this.#known.set(key, rules);
    return rules;
  }

  #compile(typeName: string, fieldName: string): ScopeRule[] {
    const type = this.#schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    if (fieldName.startsWith('__')) return []; // the name of a type is no secret
    const behind = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const guarded = [type, ...behind].flatMap(({ name }) => [
      ...(this.#ofType.get(name) ?? []),
      ...(this.#ofField.get(`${name}.${fieldName}`) ?? []),
    ]);
    const field = type.getFields()[fieldName];
    const answer = field ? (this.#ofType.get(getNamedType(field.type).name) ?? []) : [];
    return [...guarded, ...answer];
  }

  #read({ definitions }: DocumentNode, name: string): void {
    for (const definition of definitions) {
      if (!isTypeDefinitionNode(definition)) continue;
      const type = definition.name.value;
      add(this.#ofType, type, definition.directives ?? [], name);
      if (!('fields' in definition)) continue;
      for (const field of definition.fields ?? []) {
        if (field.kind !== Kind.FIELD_DEFINITION) continue;
        add(this.#ofField, `${type}.${field.name.value}`, field.directives ?? [], name);
      }
    }
  }
}

function add(
  rules: Map<string, ScopeRule[]>,
  key: string,
  directives: readonly ConstDirectiveNode[],
  name: string,
): void {
  const found = directives.filter((directive) => directive.name.value === name);
  if (found.length > 0) rules.set(key, found.map(ruleOf));
}

function ruleOf(directive: ConstDirectiveNode): ScopeRule {
  const value = directive.arguments?.find(({ name }) => name.value === 'scopes')?.value;
  const sets = value?.kind === Kind.LIST ? value.values : [];
  return sets.map((set) =>
    (set.kind === Kind.LIST ? set.values : []).map((scope) =>
      // What cannot be read is a scope that nobody has.
      scope.kind === Kind.STRING ? scope.value : '\0',
    ),
  );
}
