import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { browserAt, browserForDevelopment } from './browser.ts';
import { type Printed, Printer } from './printer.ts';

const findBrowser = browserForDevelopment();
const sandbox = process.getuid?.() !== 0; // Chromium has none as root
const path = process.env['PATH'] ?? '';
const printer = new Printer({ path, findBrowser, sandbox, patience: 60_000 });
const folder = mkdtempSync(join(tmpdir(), 'trellis-printer-test-'));

const asked: string[] = [];
let server: Server;
let origin = '';
beforeAll(async () => {
  await findBrowser();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const pdfOf = (printed: Printed): string =>
  'pdf' in printed ? printed.pdf.toString('latin1') : printed.not;

/** Browsers of printers that run now; the folder of each is among its arguments. */
const browsers = () =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('trellis-print-') && !line.includes('ps -eo'));

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('trellis-print-'));

/** A stand-in for a browser, which does as the script says. */
function aBrowser(script: string): string {
  const path = join(folder, `browser-${String(Math.random())}`);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a printer', () => {
  it('makes a tagged PDF of A4 pages, with headings for who cannot see', async () => {
    const paragraphs = '<p>Words</p>'.repeat(120);
    const page = `<!doctype html><html lang="en-GB"><title>Ada</title>
      <style>@page { size: A4 }</style><h1>Ada Łukasiewicz</h1>${paragraphs}`;
    const pdf = pdfOf(await printer.print(page));
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).toContain('/MarkInfo <</Type /MarkInfo\n/Marked true>>');
    expect(pdf).toContain('/Lang (en-GB)');
    expect(pdf).toMatch(/\/S \/H1/);
    expect(pdf).toContain('/Outlines');
    expect(pdf).toMatch(/\/MediaBox \[0 0 594\.\d+ 841\.\d+\]|\/MediaBox \[0 0 595\S* 84[12]\S*\]/);
    expect(pdf.match(/\/Type \/Page\n/g)?.length).toBeGreaterThan(1);
  }, 90_000);

  it('opens no address, reads no file and runs no script, whatever the page says', async () => {
    const evil = `<link rel="stylesheet" href="${origin}/a.css"><img src="${origin}/b.png">
      <iframe src="${origin}/c"></iframe><iframe src="file:///etc/passwd"></iframe>
      <style>@import url(${origin}/d.css); body { background: url(${origin}/e.png) }</style>
      <object data="${origin}/f"></object><meta http-equiv="refresh" content="0;url=${origin}/g">
      <script>fetch('${origin}/h'); document.write('<h6>script</h6>')</script>
      <img src="x" onerror="new Image().src='${origin}/i'"><h1>Still here</h1>`;
    const pdf = pdfOf(await printer.print(evil));
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).not.toMatch(/\/S \/H6/);
    await pause(200);
    expect(asked).toEqual([]);
  }, 90_000);

  it('leaves no browser and no folder behind', async () => {
    await printer.print('<p>Words</p>');
    expect(browsers()).toEqual([]);
    expect(folders()).toEqual([]);
  }, 90_000);

  it('makes one at a time, and takes no more than three', async () => {
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, folders().length)), 5);
    const printed = await Promise.all([1, 2, 3, 4].map((n) => printer.print(`<p>${n}</p>`)));
    clearInterval(watch);
    expect(printed.map(pdfOf).map((pdf) => pdf.slice(0, 5))).toEqual([
      ...['%PDF-', '%PDF-', '%PDF-', 'BUSY'],
    ]);
    expect(most).toBe(1);
    expect(pdfOf(await printer.print('<p>5</p>')).slice(0, 5)).toBe('%PDF-');
  }, 120_000);

  it('gives up after its time, kills what hangs, and goes on with the next', async () => {
    const hanging = aBrowser('exec sleep 6543');
    const impatient = new Printer({
      path,
      findBrowser: browserAt(hanging),
      sandbox,
      patience: 1_500,
    });
    const [first, second] = await Promise.all([
      impatient.print('<p>1</p>'),
      impatient.print('<p>2</p>'),
    ]);
    expect([first, second]).toEqual([{ not: 'TOO_SLOW' }, { not: 'BUSY' }]);
    const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(left).not.toContain('sleep 6543');
    expect(folders()).toEqual([]);
  }, 60_000);

  it('says what the browser said when that failed', async () => {
    const broken = aBrowser('echo "no usable sandbox" >&2; exit 1');
    const other = new Printer({ path, findBrowser: browserAt(broken), sandbox, patience: 60_000 });
    await expect(other.print('<p>1</p>')).rejects.toThrow('no usable sandbox');
    await expect(other.print('<p>2</p>')).rejects.toThrow('no usable sandbox');
  }, 90_000);

  it('gives the browser no setting of this process', async () => {
    const telling = aBrowser(`env > ${folder}/env; exit 1`);
    const other = new Printer({ path, findBrowser: browserAt(telling), sandbox, patience: 60_000 });
    process.env['TRELLIS_TEST_SECRET'] = 'hunter2';
    await expect(other.print('<p>1</p>')).rejects.toThrow();
    const env = execFileSync('cat', [join(folder, 'env')], { encoding: 'utf8' });
    expect(env).toContain('HOME=');
    expect(env).not.toContain('hunter2');
  }, 90_000);

  it('says that there is no browser, and that a page is too long', async () => {
    const nowhere = browserAt(join(folder, 'nowhere'));
    const none = new Printer({ path, findBrowser: nowhere, sandbox, patience: 1_000 });
    expect(await none.print('<p>1</p>')).toEqual({ not: 'NO_BROWSER' });
    expect(await printer.print('x'.repeat(600_001))).toEqual({ not: 'TOO_LONG' });
  });
});
