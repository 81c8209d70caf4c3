/** One part of a message: its headers, by names in small letters, and its text. */
interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Where a report quotes what it is about: the message itself, or its headers alone. */
const quoting = ['message/rfc822', 'text/rfc822-headers', 'message/global'];

/**
 * Reads a report of delivery as mail servers send it (RFC 3464).
 *
 * @param message with its headers, as it came.
 * @returns the Message-ID of the e-mail that came back for good; undefined where the message reports no
 *   such thing, as of a delay, a delivery or somebody who is out of office.
 */
export function bouncedMessageId(message: string): string | undefined {
  const report = partOf(message.replaceAll('\r\n', '\n'));
  const [type, boundary] = contentTypeOf(report);
  if (type !== 'multipart/report' || boundary === undefined) return undefined;
  const parts = report.text
    .split(`--${boundary}`)
    .slice(1)
    .map((text) => partOf(text.trimStart()));
  const statuses = parts.filter((part) => contentTypeOf(part)[0] === 'message/delivery-status');
  if (!statuses.some((status) => /^action:\s*failed\b/im.test(decoded(status)))) return undefined;
  const quoted = parts.find((part) => quoting.includes(contentTypeOf(part)[0]));
  const told = quoted && partOf(decoded(quoted).trimStart()).headers.get('message-id');
  return told ?? report.headers.get('in-reply-to');
}

function partOf(text: string): Part {
  const end = text.indexOf('\n\n');
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ');
  const headers = new Map<string, string>();
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, text: end < 0 ? '' : text.slice(end + 2) };
}

/** @returns the type of a part, and what divides its own parts. */
function contentTypeOf({ headers }: Part): readonly [string, string | undefined] {
  const told = headers.get('content-type') ?? 'text/plain';
  const [type = ''] = told.split(';');
  const [, quoted, plain] =
    /\bboundary="([^"]{1,100})"|\bboundary=([^\s;"]{1,100})/i.exec(told) ?? [];
  return [type.trim().toLowerCase(), quoted ?? plain];
}

function decoded({ headers, text }: Part): string {
  const isBase64 = headers.get('content-transfer-encoding')?.toLowerCase() === 'base64';
  return isBase64 ? Buffer.from(text, 'base64').toString().replaceAll('\r\n', '\n') : text;
}
