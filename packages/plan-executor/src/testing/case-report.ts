import type { Arena } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case } from './comparison.ts';
import { SubgraphSdl } from './world-sdl.ts';

/** Writes a case down with all that is needed to understand it, in Markdown. */
export async function caseReport(arena: Arena, failing: Case, title: string): Promise<string> {
  const outcome = await outcomeOf(arena, failing);
  const { world } = arena;
  const schemas = world.subgraphs.map((name) => {
    const lines = String(new SubgraphSdl(world, name)).split('\n').slice(3);
    return `# subgraph ${name}\n${lines.join('\n')}`;
  });
  const spared = failing.faults?.spared ?? new Set();
  const struck = [...outcome.stockRun.faults.struck].filter(([place]) => !spared.has(place));
  return [
    `# ${title}`,
    block('graphql', schemas.join('\n\n')),
    block('graphql', failing.operation.source),
    `Operation name: ${failing.operation.operationName ?? 'none'}. Variables:`,
    block('json', JSON.stringify(failing.variables)),
    `Faults${failing.faults?.honest === false ? ' (subgraphs do not keep their schemas)' : ''}:`,
    block('text', struck.map(([place, fault]) => `${fault}: ${place}`).join('\n')),
    'Stock answers:',
    block('json', JSON.stringify(outcome.stock)),
    'This executor answers:',
    block('json', JSON.stringify(outcome.ours)),
    'A single server answers:',
    block('json', JSON.stringify(outcome.single)),
    'Calls of stock, then ours:',
    block('text', outcome.stockRun.calls.join('\n')),
    block('text', outcome.oursRun.calls.join('\n')),
  ].join('\n\n');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
