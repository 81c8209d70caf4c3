/** @returns lines of a calendar as RFC 5545 wants them written (3.1). */
export const calendarLines = (lines: readonly string[]): string =>
  lines.map((line) => `${folded(line)}\r\n`).join('');

/** @returns an instant in UTC, as 3.3.5 has it in its second form. */
export const calendarInstant = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

/** @returns text as 3.3.11 has it; other control characters have no place in it. */
export function calendarText(text: string): string {
  return text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/(?![\t])\p{Cc}/gu, '');
}

/** Lines of at most 75 octets (3.1), broken between characters and never within one. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > 75) {
      parts.push(part);
      part = ' '; // the mark of a line that goes on counts too
    }
    part += character;
  }
  return [...parts, part].join('\r\n');
}
