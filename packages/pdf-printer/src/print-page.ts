import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/**
 * A process that makes one PDF: HTML comes by standard input, the PDF goes to standard output. It starts
 * a browser of its own, which runs no script, opens no address and is gone when this process is.
 *
 * Arguments: the browser’s executable, whether it has its sandbox (`on`, `off`), and until when it may
 * work, in milliseconds since 1970. Then it exits with 3, and Playwright ends the browser.
 */
const [executablePath = '', sandbox, end] = process.argv.slice(2);

setTimeout(() => process.exit(3), Number(end) - Date.now());
feelFirst();
const { chromium } = await import('playwright-core'); // not before the time runs

const html = await text(process.stdin);
const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: sandbox === 'on',
  args: [
    ...['--disable-gpu', '--disable-dev-shm-usage', '--renderer-process-limit=1', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--disable-quic', '--dns-prefetch-disable', '--no-pings'],
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ],
});
const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
await context.route('**/*', (route) => route.abort());
const page = await context.newPage();
await page.setContent(html);
const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
await browser.close();
process.stdout.write(pdf, () => process.exit(0));

/** Where memory runs short, this goes before whoever asked for it. Linux alone knows how to say so. */
function feelFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // It is the system's to decide then.
  }
}
