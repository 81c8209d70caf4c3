import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type FieldRules, type ScopeRule, satisfies } from './field-rules.ts';

/** Carries the type of an object through the plan, where what was denied depends on it. */
export const runtimeTypeKey = '__runtimeType';

/** How many sets of denied fields one document is kept for; roles are few, so this is never reached. */
const keptVariants = 64;

/** What is left of a document for a viewer. */
export interface PermittedDocument {
  /** Without the denied fields: this is planned. */
  readonly document: DocumentNode;
  /** The fields taken out, as they stand in the document that the client sent. */
  readonly denied: ReadonlySet<FieldNode>;
  /** Tells the variants of one document apart, so that each has a plan of its own. */
  readonly variant: string;
}

/** The rules that one document meets, found once however often it is sent. */
export class OperationRules {
  /** Whether the document asks for the schema itself. */
  readonly introspects: boolean;
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #rules: ScopeRule[] = [];
  /** For each guarded field, the places of its rules in `#rules`. */
  readonly #guarded = new Map<FieldNode, number[]>();
  readonly #variants = new Map<string, PermittedDocument>();

  constructor(schema: GraphQLSchema, document: DocumentNode, fieldRules: FieldRules) {
    this.#schema = schema;
    this.#document = document;
    const places = new Map<string, number>();
    const typeInfo = new TypeInfo(schema);
    let introspects = false;
    visit(
      document,
      visitWithTypeInfo(typeInfo, {
        Field: (node) => {
          introspects ||= node.name.value === '__schema' || node.name.value === '__type';
          const rules = fieldRules.of(typeInfo.getParentType()?.name ?? '', node.name.value);
          if (rules.length > 0)
            this.#guarded.set(
              node,
              rules.map((rule) => this.#place(places, rule)),
            );
        },
      }),
    );
    this.introspects = introspects;
  }

  /** @returns undefined when the viewer may read all of it. */
  permittedFor(scopes: ReadonlySet<string>): PermittedDocument | undefined {
    const broken = this.#rules.flatMap((rule, place) => (satisfies(scopes, rule) ? [] : [place]));
    if (broken.length === 0) return undefined;
    const variant = broken.join(',');
    const kept = this.#variants.get(variant);
    if (kept) return kept;
    const denied = new Set<FieldNode>();
    for (const [node, places] of this.#guarded) {
      if (places.some((place) => broken.includes(place))) denied.add(node);
    }
    const permitted = { document: this.#without(denied), denied, variant };
    if (this.#variants.size >= keptVariants) this.#variants.clear();
    this.#variants.set(variant, permitted);
    return permitted;
  }

  #place(places: Map<string, number>, rule: ScopeRule): number {
    const text = JSON.stringify(rule);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, this.#rules.length);
    return this.#rules.push(rule) - 1;
  }

  #without(denied: ReadonlySet<FieldNode>): DocumentNode {
    const typeInfo = new TypeInfo(this.#schema);
    return visit(
      this.#document,
      visitWithTypeInfo(typeInfo, {
        Field: (node) => (denied.has(node) ? null : undefined),
        SelectionSet: {
          leave: (node: SelectionSetNode) => {
            const abstract = isAbstractType(typeInfo.getParentType());
            return abstract || node.selections.length === 0 ? withRuntimeType(node) : undefined;
          },
        },
      }),
    );
  }
}

function withRuntimeType(node: SelectionSetNode): SelectionSetNode {
  const typename: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: runtimeTypeKey },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  return { ...node, selections: [...node.selections, typename] };
}
