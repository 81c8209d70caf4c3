import { type SingleBar, MultiBar, Presets } from 'cli-progress';

/** Progress on a terminal as bars; elsewhere as a line now and then. */
export class Progress {
  readonly #bars: MultiBar | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#bars = stream.isTTY
      ? new MultiBar(
          { format: '  {name} {bar} {percentage}% {value}/{total}', stream, hideCursor: true },
          Presets.shades_classic,
        )
      : undefined;
  }

  /** @returns told how far the work has come. */
  track(name: string): (done: number, total: number) => void {
    let bar: SingleBar | undefined;
    let tenth = -1;
    return (done, total) => {
      if (this.#bars) {
        bar ??= this.#bars.create(total, 0, { name: name.padEnd(14) });
        bar.setTotal(total);
        bar.update(done);
      } else if (total > 0 && Math.floor((done * 10) / total) > tenth) {
        tenth = Math.floor((done * 10) / total);
        console.log(`  ${name}: ${String(done)} of ${String(total)}`);
      }
    };
  }

  end(): void {
    this.#bars?.stop();
  }
}
