import type { FieldModel, ObjectModel, World } from './world.ts';

type Reduction = (world: World) => World;

/** Ways to make a world smaller by one thing, the large things first. */
export function worldReductions({ objects, abstracts, roots, subgraphs }: World): Reduction[] {
  const owners: { name: string; fields: readonly FieldModel[] }[] = [
    ...objects.values(),
    ...abstracts.values(),
    { name: 'root', fields: roots },
  ];
  const fields = owners.flatMap(({ name, fields }) =>
    fields.map((field) => `${name}.${field.name}`),
  );
  return [
    ...subgraphs.map(
      (name): Reduction =>
        (world) =>
          withoutSubgraph(world, name),
    ),
    ...[...objects.keys(), ...abstracts.keys()].map(
      (name): Reduction =>
        (world) =>
          withoutType(world, name),
    ),
    ...fields.map(
      (name): Reduction =>
        (world) =>
          withoutFields(world, (owner, field) => `${owner}.${field.name}` !== name),
    ),
  ];
}

function withoutSubgraph(world: World, subgraph: string): World {
  const kept = withoutFields(world, (_, { homes }) =>
    homes.every((home) => home.subgraph !== subgraph && home.overrides !== subgraph),
  );
  const objects = new Map<string, ObjectModel>();
  for (const [name, object] of kept.objects) {
    const keys = new Map([...object.keys].filter(([host]) => host !== subgraph));
    objects.set(name, { ...object, keys });
  }
  return { ...kept, objects, subgraphs: world.subgraphs.filter((name) => name !== subgraph) };
}

function withoutType(world: World, name: string): World {
  const kept = withoutFields(world, (_, { type }) => type.name !== name);
  const objects = new Map<string, ObjectModel>();
  for (const object of kept.objects.values()) {
    const implementations = object.implementations.filter((member) => member !== name);
    if (object.name !== name) objects.set(object.name, { ...object, implementations });
  }
  const abstracts = new Map(kept.abstracts);
  for (const abstract of kept.abstracts.values()) {
    const members = abstract.members.filter((member) => member !== name);
    abstracts.set(abstract.name, { ...abstract, members });
  }
  abstracts.delete(name);
  return { ...kept, objects, abstracts };
}

function withoutFields(world: World, keep: (owner: string, field: FieldModel) => boolean): World {
  const objects = new Map<string, ObjectModel>();
  for (const object of world.objects.values()) {
    const fields = object.fields.filter((field) => keep(object.name, field));
    objects.set(object.name, { ...object, fields });
  }
  const abstracts = new Map(world.abstracts);
  for (const abstract of world.abstracts.values()) {
    const fields = abstract.fields.filter((field) => keep(abstract.name, field));
    abstracts.set(abstract.name, { ...abstract, fields });
  }
  return {
    ...world,
    objects,
    abstracts,
    roots: world.roots.filter((field) => keep('root', field)),
  };
}
