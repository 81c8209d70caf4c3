/** The media types of GraphQL over HTTP; the first is what those get who do not say. */
export const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;

export type MediaType = (typeof mediaTypes)[number];

/** The ways in which an answer can be compressed; the first is the smaller. */
export const encodings = ['br', 'gzip'] as const;

export type Encoding = (typeof encodings)[number];

interface Accepted {
  readonly name: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * @param accept the header of that name.
 * @returns what the caller likes best, or undefined when it accepts none of them.
 */
export function acceptedMediaType(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept.trim() === '') return mediaTypes[0];
  const ranges = rangesOf(accept).filter(({ parameters }) => isUtf8(parameters.get('charset')));
  const offers = mediaTypes.map((type) => ({ type, ...bestRange(ranges, type) }));
  const wanted = offers.filter(({ quality }) => quality > 0);
  wanted.sort((one, other) => other.quality - one.quality || one.place - other.place);
  return wanted[0]?.type;
}

/**
 * @param accept the header `accept-encoding`.
 * @returns undefined when the answer goes out as it is.
 */
export function acceptedEncoding(accept: string | undefined): Encoding | undefined {
  const ranges = rangesOf(accept ?? '');
  return encodings.find((encoding) =>
    ranges.some(({ name, quality }) => name === encoding && quality > 0),
  );
}

function rangesOf(header: string): Accepted[] {
  return header.split(',').map((part) => {
    const [name = '', ...rest] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const parameters = new Map(
      rest.map((piece): [string, string] => {
        const [key = '', value = ''] = piece.split('=');
        return [key.trim(), value.trim().replaceAll('"', '')];
      }),
    );
    const quality = Number(parameters.get('q') ?? 1);
    return { name, quality: Number.isNaN(quality) ? 0 : quality, parameters };
  });
}

/** The most exact range counts, so that a type can be left out of a wider one. */
function bestRange(ranges: readonly Accepted[], type: MediaType) {
  for (const name of [type, 'application/*', '*/*']) {
    const place = ranges.findIndex((range) => range.name === name);
    const range = ranges[place];
    if (range) return { quality: range.quality, place };
  }
  return { quality: 0, place: 0 };
}

function isUtf8(charset: string | undefined): boolean {
  return charset === undefined || charset === 'utf-8' || charset === '*';
}
