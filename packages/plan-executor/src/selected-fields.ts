import {
  baseType,
  type CompositeType,
  type FieldSelection,
  isCompositeType,
  isSubtype,
  type Schema,
  type SelectionSet,
  type Type,
} from '@apollo/federation-internals';
import { type Conditions, isLeftOut } from './conditions.ts';

/** A selection set, and the type that it stands on when an object does not say its own. */
export interface SelectionPart {
  readonly set: SelectionSet;
  readonly type: CompositeType;
}

/** What one response key of one type of object holds. */
export interface SelectedField {
  readonly name: string;
  readonly type: Type;
  /** The type by which `__typename` is told when the object does not say its own. */
  readonly parent: CompositeType;
  /** The same key may be asked for in several places: what is below is asked for together. */
  readonly parts: SelectionPart[];
}

/**
 * Works out once what `... on` and conditions leave of some selections for one type of object.
 *
 * @param typename as the object says it; undefined when it does not.
 * @returns fields by response key, in the order of the answer.
 */
export function selectedFields(
  parts: readonly SelectionPart[],
  typename: string | undefined,
  schema: Schema,
  conditions: Conditions,
): Map<string, SelectedField> {
  const fields = new Map<string, SelectedField>();
  const runtime = typename === undefined ? undefined : schema.type(typename);
  const meets = (condition: CompositeType, parent: CompositeType): boolean =>
    typename === undefined
      ? isSubtype(condition, parent)
      : runtime !== undefined && isSubtype(condition, runtime);

  const collect = ({ set, type: parent }: SelectionPart): void => {
    for (const selection of set.selections()) {
      if (isLeftOut(selection.element, conditions)) continue;
      if (selection.kind === 'FieldSelection') addField(fields, selection, parent);
      else {
        const { typeCondition } = selection.element;
        if (typeCondition && !meets(typeCondition, parent)) continue;
        collect({ set: selection.selectionSet, type: typeCondition ?? parent });
      }
    }
  };
  for (const { set, type } of parts) {
    collect({ set, type: runtime && isCompositeType(runtime) ? runtime : type });
  }
  return fields;
}

function addField(
  fields: Map<string, SelectedField>,
  { element, selectionSet }: FieldSelection,
  parent: CompositeType,
): void {
  const key = element.responseName();
  const type = element.definition.type;
  if (!type) throw new Error(`${element.name} has no type`);
  const field = fields.get(key) ?? { name: element.name, type, parent, parts: [] };
  fields.set(key, field);
  if (!selectionSet) return;
  const below = baseType(type);
  if (!isCompositeType(below)) throw new Error(`${element.name} has no fields`);
  field.parts.push({ set: selectionSet, type: below });
}
