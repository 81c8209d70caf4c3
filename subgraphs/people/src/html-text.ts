const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, so that nothing in it is taken for markup, nor turns what stands beside it round. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '');
}
