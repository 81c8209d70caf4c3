import { type DocumentNode, visit } from 'graphql';
import { badUserInput, Fault } from './faults.ts';

/** Deepest that variables may nest: the deepest input of any API of ours has five levels. */
const deepest = 64;

/**
 * Refuses text that PostgreSQL cannot hold or that is not Unicode: NUL and lone surrogates.
 *
 * @param value variables or any other JSON, at most 64 levels deep.
 * @throws BAD_USER_INPUT
 */
export function refuseBrokenText(value: unknown): void {
  refuseBroken(value, 0);
}

function refuseBroken(value: unknown, depth: number): void {
  if (typeof value === 'string') {
    if (isBroken(value)) throw badUserInput(brokenText);
  } else if (typeof value === 'object' && value !== null) {
    if (depth > deepest) throw badUserInput(`Variables nest at most ${String(deepest)} deep.`);
    if (Array.isArray(value)) {
      for (const item of value) refuseBroken(item, depth + 1);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      refuseBroken(key, depth);
      refuseBroken(item, depth + 1);
    }
  }
}

/** Documents that were looked through and hold no such text: they come again and again. */
const sound = new WeakSet<DocumentNode>();

/** The same for text written into the document itself. */
export function refuseBrokenLiterals(document: DocumentNode): void {
  if (sound.has(document)) return;
  visit(document, {
    StringValue: ({ value }) => {
      if (isBroken(value)) {
        throw new Fault('BAD_USER_INPUT', brokenText, { http: { status: 400 } });
      }
    },
  });
  sound.add(document);
}

const brokenText = 'Text may not hold NUL or half a surrogate pair.';

function isBroken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}
