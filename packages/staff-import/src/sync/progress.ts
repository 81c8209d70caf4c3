import { Presets, SingleBar } from 'cli-progress';

/** One stretch of work on its way. */
export interface ProgressBar {
  /** @param done how many people are behind us. */
  readonly reach: (done: number) => void;
  readonly end: () => void;
}

/** Where progress and complaints go: a terminal or not. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shows how far the work has come, on a terminal and nowhere else. */
export class Progress {
  readonly #stream: ProgressStream;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  /** @param total people in all; undefined while they are still being counted. */
  begin(name: string, total: number | undefined): ProgressBar {
    if (!this.#stream.isTTY) return { reach: () => undefined, end: () => undefined };
    const began = Date.now();
    const known =
      '{name} {bar} {percentage}% {value}/{total} people, {rate}/s, {eta_formatted} left';
    const format = total === undefined ? '{name} {value} people, {rate}/s' : known;
    const bar = new SingleBar(
      { format: `  ${format}`, stream: this.#stream, hideCursor: true, etaBuffer: 100 },
      Presets.shades_classic,
    );
    const rate = (done: number) => Math.round((done * 1000) / Math.max(Date.now() - began, 1));
    bar.start(total ?? 0, 0, { name, rate: 0 });
    return {
      reach: (done) => bar.update(done, { rate: rate(done) }),
      end: () => bar.stop(),
    };
  }
}
