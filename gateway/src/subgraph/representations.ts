import type { SubgraphAnswer, SubgraphError } from './subgraph-client.ts';

/** Most references that a subgraph takes in one call. */
export const mostRepresentations = 500;

type Ask = (representations: readonly unknown[]) => Promise<SubgraphAnswer>;

/**
 * Asks for each entity once, however often an answer refers to it, in calls no larger than a
 * subgraph takes.
 *
 * @returns an answer as if every reference had been sent in one call.
 */
export async function askForEntities(
  references: readonly unknown[],
  ask: Ask,
): Promise<SubgraphAnswer> {
  const places = new Map<string, number[]>();
  const distinct: unknown[] = [];
  references.forEach((reference, place) => {
    const text = JSON.stringify(reference);
    const known = places.get(text);
    if (known) known.push(place);
    else {
      places.set(text, [place]);
      distinct.push(reference);
    }
  });
  const placesOf = [...places.values()];
  const starts: number[] = [];
  for (let start = 0; start < distinct.length; start += mostRepresentations) starts.push(start);
  const parts = await Promise.all(
    starts.map(async (start) => {
      const answer = await ask(distinct.slice(start, start + mostRepresentations));
      return { answer, places: placesOf.slice(start, start + mostRepresentations) };
    }),
  );
  const entities = new Array<unknown>(references.length).fill(null);
  const errors = parts.flatMap(({ answer, places: at }) => {
    place(answer, at, entities);
    return (answer.errors ?? []).map((error) => moved(error, at));
  });
  return { data: { _entities: entities }, errors };
}

/** Each place gets an object of its own: the plan goes on to merge other answers into it. */
function place(
  { data }: SubgraphAnswer,
  places: readonly (readonly number[])[],
  entities: unknown[],
): void {
  const received = data?.['_entities'];
  if (!Array.isArray(received)) return;
  places.forEach(([first, ...others], index) => {
    const entity: unknown = received[index] ?? null;
    if (first !== undefined) entities[first] = entity;
    for (const other of others) entities[other] = structuredClone(entity);
  });
}

/** An error is told of the first place that refers to the entity. */
function moved(error: SubgraphError, places: readonly (readonly number[])[]): SubgraphError {
  const [entities, index, ...rest] = error.path ?? [];
  const first = typeof index === 'number' ? places[index]?.[0] : undefined;
  return first === undefined
    ? error
    : { ...error, path: [entities ?? '_entities', first, ...rest] };
}
