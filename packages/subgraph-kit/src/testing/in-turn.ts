/**
 * Does the work for each item, one after the other. Fifty at once would wait for connections longer
 * than the pool allows on a busy machine, and that is not what such a test is about.
 */
export async function inTurn<Item, Made>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const [index, item] of items.entries()) made.push(await work(item, index));
  return made;
}
