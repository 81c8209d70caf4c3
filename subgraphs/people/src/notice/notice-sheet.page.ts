import { longDay } from '@trellis/subgraph-kit/long-day';
import { escaped } from '../html-text.ts';

/** One thing on the sheet. */
export interface SheetItem {
  readonly title: string;
  readonly text: string;
  /** ISO day. */
  readonly closesOn: string | null;
}

/** The sheet as plain text. */
export function sheetText(school: string, printedOn: string, items: readonly SheetItem[]): string {
  const heads = [`Notices for staff of ${school}`, longDay(printedOn)];
  const parts = items.map(({ title, text, closesOn }) =>
    [title, ...lastDay(closesOn), text].filter((line) => line !== '').join('\n'),
  );
  return [heads.join('\n'), ...(parts.length > 0 ? parts : [nothing])].join('\n\n');
}

/** The sheet as a page to print; nothing in a notice is taken for markup. */
export function sheetHtml(school: string, printedOn: string, items: readonly SheetItem[]): string {
  const parts = items.map(({ title, text, closesOn }) => {
    const lines = [...lastDay(closesOn), ...text.split('\n')].filter((line) => line !== '');
    const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
    return `<article><h2>${escaped(title)}</h2>${paragraphs}</article>`;
  });
  const heading = `Notices for staff of ${escaped(school)}`;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${heading}</title>
<style>body { font: 14pt sans-serif; margin: 2cm } article { break-inside: avoid }</style></head>
<body><h1>${heading}</h1><p>${longDay(printedOn)}</p>
${parts.length > 0 ? parts.join('\n') : `<p>${nothing}</p>`}
</body></html>`;
}

const nothing = 'There is nothing new.';

function lastDay(closesOn: string | null): string[] {
  return closesOn === null ? [] : [`Closes on ${longDay(closesOn)}`];
}
