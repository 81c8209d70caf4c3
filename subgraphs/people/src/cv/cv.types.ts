import { Refusal } from '@trellis/subgraph-kit/refusal';
import { createUnionType, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'The caller’s career record as a CV: each line that is not hidden and has begun, in their own words where they gave any. Personal data, for them alone.',
})
export class Cv {
  @Field(() => String, {
    description: 'A file in the format JSON Resume 1.0.0 (jsonresume.org), for other programs.',
  })
  jsonResume!: string;

  @Field(() => String, {
    description: 'A page to print on A4, complete in itself: it fetches nothing and has no script.',
  })
  html!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A CV as a PDF file.' })
export class CvPdf {
  @Field(() => String, { description: 'Such as `cv.pdf`; no name is in it.' })
  fileName!: string;

  @Field(() => Int, { description: 'Length of the file.' })
  bytes!: number;

  @Field(() => String, { description: 'The file: tagged, with an outline, A4. At most 2 MB.' })
  base64!: string;
}

@ObjectType({ implements: Refusal, description: 'No browser is set up that could print.' })
export class NoChromium extends Refusal {
  constructor() {
    super(
      'No PDF can be made here, because no Chromium is set up. Print the page in html, or ask whoever runs Trellis to set CHROMIUM_PATH.',
    );
  }
}

@ObjectType({ implements: Refusal, description: 'Others print now, or it took too long.' })
export class PrinterBusy extends Refusal {
  @Field(() => Int, { description: 'Ask again after so many seconds.' })
  readonly retryAfterSeconds = 10;

  constructor() {
    super('Others are printing just now, and it would take too long. Ask again in a moment.');
  }
}

@ObjectType({ implements: Refusal, description: 'The CV is longer than what is printed at once.' })
export class CvTooLong extends Refusal {
  constructor() {
    super('Your CV is longer than forty pages or so. Hide lines, or print the page in html.');
  }
}

export const CvPdfResult = createUnionType({
  name: 'CvPdfResult',
  description: 'The file, or why there is none.',
  types: () => [CvPdf, NoChromium, PrinterBusy, CvTooLong] as const,
  resolveType: (value: object) => (value instanceof Refusal ? value.constructor.name : CvPdf.name),
});
