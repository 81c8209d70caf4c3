const longest = 2_000;

/**
 * A link as it is kept: to a page on the web, in the open and for everybody who may read it.
 *
 * @returns undefined when it is none: no `https://`, a user or password in it, or too long.
 */
export function httpsLink(text: string): string | undefined {
  const url = /\s/.test(text) ? null : URL.parse(text);
  const isOpen = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return isOpen && url.href.length <= longest ? url.href : undefined;
}
