import { type DocumentNode, visit } from 'graphql';
import { badUserInput } from './faults.ts';

/**
 * Refuses text that PostgreSQL cannot hold or that is not Unicode: NUL and lone surrogates.
 *
 * @param value variables or any other JSON, at any depth.
 * @throws BAD_USER_INPUT
 */
export function refuseBrokenText(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      throw badUserInput('Text may not hold NUL or half a surrogate pair.');
    }
  } else if (Array.isArray(value)) {
    value.forEach(refuseBrokenText);
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(refuseBrokenText);
  }
}

/** The same for text written into the document itself. */
export function refuseBrokenLiterals(document: DocumentNode): void {
  visit(document, { StringValue: ({ value }) => { refuseBrokenText(value); } });
}
