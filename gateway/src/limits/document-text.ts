import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { Fault } from '@trellis/subgraph-kit/faults';
import { limits } from './limits.ts';

const opening: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const closing: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/**
 * Refuses a text that would cost the parser too much, before it is parsed.
 *
 * @throws MAX_TOKENS_LIMIT or MAX_RECURSION_LIMIT; of what is no GraphQL the parser will tell.
 */
export function refuseLongText(text: string): void {
  if (text.length > limits.length) throw tooLong;
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  try {
    for (;;) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return;
      tokens += 1;
      if (tokens > limits.tokens) throw tooLong;
      if (opening.has(kind)) depth += 1;
      if (closing.has(kind)) depth -= 1;
      if (depth > limits.recursion) throw tooDeep;
    }
  } catch (error) {
    if (error instanceof Fault || !(error instanceof GraphQLError)) throw error;
  }
}

const tooLong = new Fault(
  'MAX_TOKENS_LIMIT',
  `A document has at most ${limits.tokens} tokens and ${limits.length} characters.`,
);

const tooDeep = new Fault(
  'MAX_RECURSION_LIMIT',
  `Brackets of a document nest at most ${limits.recursion} deep.`,
);
