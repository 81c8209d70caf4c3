/**
 * Text as it is sorted and searched by: without case, accents and typographic apostrophes, so that
 * somebody who types `renee` or `O'Brien` finds Renée and O’Brien. The same on every server, unlike a
 * collation of the operating system, so an upgrade cannot break an index.
 */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[‘’ʼ]/gu, "'").toLowerCase();
}

/** The words of a search, folded. */
export function searchWords(text: string): string[] {
  return fold(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
}
