/** What Windows-1252 puts where Latin-1 has control characters, from byte 0x80 on; gaps are spaces. */
const upperRow = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * Encodes text as GIAS publishes it.
 *
 * @throws when the encoding has no such character.
 */
export function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
    const place = upperRow.indexOf(character);
    if (place < 0) throw new Error(`Windows-1252 has no character U+${code.toString(16)}.`);
    return 0x80 + place;
  });
}
