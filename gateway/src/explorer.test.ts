import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { testGateway } from './testing/test-gateway.ts';

const build = fileURLToPath(new URL('../explorer/build.mjs', import.meta.url));

let browser: Browser | undefined;

beforeAll(async () => {
  execFileSync(process.execPath, [build]); // before the gateway reads what it made
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

const gateway = testGateway({ NODE_ENV: 'development' });

/** Opens the explorer and notes every address that the page asks for and all that it complains of. */
async function openExplorer(): Promise<{ page: Page; requests: string[]; complaints: string[] }> {
  if (!browser) throw new Error('the browser did not start');
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${gateway.origin}/`);
  await page.locator('.graphiql-container').waitFor();
  return { page, requests, complaints };
}

/** Puts text in the place of what an editor holds, as typing does. */
async function fill(page: Page, editor: string, text: string): Promise<void> {
  await page.locator(`${editor} .monaco-editor:visible`).first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
  await page.waitForTimeout(500); // the page reads what was typed a moment later
}

describe('the explorer', () => {
  it('answers a query with a token, and asks nobody but the gateway', async () => {
    const token = await gateway.tokenWith();
    const { page, requests, complaints } = await openExplorer();

    await fill(page, '.graphiql-editor-tool', JSON.stringify({ authorization: `Bearer ${token}` }));
    await fill(page, '.graphiql-query-editor', '{ person(id: "ann") { name goal } }');
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window', { hasText: 'Goal of ann' }).waitFor();

    expect(requests.length).toBeGreaterThan(4);
    const elsewhere = requests.filter(
      (url) => !url.startsWith(`${gateway.origin}/`) && !/^(data|blob):/.test(url),
    );
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('shows the query that README shows', async () => {
    const { page } = await openExplorer();

    await page.locator('.graphiql-query-editor', { hasText: 'SubjectNetwork' }).waitFor();
  }, 60_000);

  it('answers a browser at the address of the graph too, and nobody else there', async () => {
    const get = (accept: string) => fetch(`${gateway.origin}/graphql`, { headers: { accept } });
    const page = await get('text/html,application/xhtml+xml,*/*;q=0.8');

    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe(await (await fetch(`${gateway.origin}/`)).text());
    expect((await get('application/json')).status).toBe(405);
    expect((await gateway.post('{}', { accept: 'text/html' })).status).toBe(406);
  });

  it('is served with a policy that forbids scripts of others and in the page', async () => {
    const response = await fetch(`${gateway.origin}/`);
    const policy = response.headers.get('content-security-policy') ?? '';

    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('http');
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('serves its own files and no others', async () => {
    for (const path of [
      '/explorer/',
      '/explorer/..%2fconfig.js',
      '/explorer/../main.js',
      '/explorer/made-from',
    ]) {
      expect((await fetch(`${gateway.origin}${path}`)).status).toBe(404);
    }
    expect(
      (await fetch(`${gateway.origin}/explorer/explorer.mjs`)).headers.get('content-type'),
    ).toBe('text/javascript; charset=utf-8');
  });
});
