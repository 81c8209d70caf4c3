import type { SeededRandom } from './seeded-random.ts';
import type { AbstractModel, FieldModel } from './world.ts';

/** Interfaces and unions over the entities and values that every world has. */
export function abstracts(random: SeededRandom): Map<string, AbstractModel> {
  const models = new Map<string, AbstractModel>();
  const named = interfaceModel(random, 'Named', ['Person', 'School', 'Course']);
  models.set('Named', named);
  if (random.chance(0.5)) {
    models.set('Dated', interfaceModel(random, 'Dated', ['Course', 'Post', 'Note', 'Sum']));
  }
  const members = random.some(['Person', 'School', 'Note', 'Sum'], random.whole(2, 4));
  models.set('Found', { kind: 'union', name: 'Found', members, fields: [] });
  if (random.chance(0.4)) {
    const more = random.some(['Course', 'Post', 'Note', 'Person'], random.whole(1, 3));
    models.set('Other', { kind: 'union', name: 'Other', members: more, fields: [] });
  }
  return models;
}

function interfaceModel(random: SeededRandom, name: string, names: string[]): AbstractModel {
  const members = random.some(names, random.whole(2, names.length));
  const label = `${name.toLowerCase()}Label`;
  const fields: FieldModel[] = [interfaceField(random, label)];
  if (random.chance(0.4)) fields.push(interfaceField(random, `${label}s`));
  return { kind: 'interface', name, members, fields };
}

function interfaceField(random: SeededRandom, name: string): FieldModel {
  const args = random.chance(0.3) ? [{ name: 'limit', type: 'Int' }] : [];
  const type = { name: random.pick(['String', 'Int', 'Colour']), shape: random.pick(['T', '[T]']) };
  return { name, type, args, homes: [], inaccessible: false };
}
