/** What stands behind a name at one place of an answer. */
interface Use {
  /** The object type it is asked of; empty where that is an interface or not settled. */
  readonly parent: string;
  /** Field and arguments. */
  readonly meaning: string;
  readonly type: string;
  readonly leaf: boolean;
}

/** The names given so far, so that two fields of one place never clash. */
export class ResponseNames {
  private readonly uses = new Map<string, Use[]>();

  /** The name wished for, the field's own, or a new one: the first that clashes with none. */
  take(path: string, field: string, alias: string | undefined, use: Use): string {
    const names = alias === undefined ? [field] : [alias, field];
    for (const name of [...names, ...numbered(field)]) {
      const others = this.uses.get(`${path}.${name}`) ?? [];
      if (!others.every((other) => goTogether(use, other))) continue;
      this.uses.set(`${path}.${name}`, [...others, use]);
      return name;
    }
    throw new Error(`There is no name left for ${field}.`);
  }
}

function* numbered(field: string): Generator<string> {
  for (let count = 1; count < 100; count++) yield `${field.replace('__', '')}_${count}`;
}

/** As the specification has it: the same field, or fields of types that no object has both of. */
function goTogether(left: Use, right: Use): boolean {
  if (left.type !== right.type) return false;
  if (left.meaning === right.meaning) return true;
  const apart = left.parent !== '' && right.parent !== '' && left.parent !== right.parent;
  return apart && left.leaf && right.leaf;
}
