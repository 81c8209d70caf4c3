import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();
const text = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
let secret = '';
let ahead = 0;

beforeEach(() => {
  ahead += 200_000; // what was counted before is forgotten
  gateway.clockAhead = ahead;
  secret = randomBytes(32).toString('base64url');
  gateway.calendars.set(createHash('sha256').update(secret).digest('hex'), text);
});

const fetched = (path = `/calendar/${secret}.ics`, init: RequestInit = {}) =>
  fetch(`${gateway.origin}${path}`, init);

const statusOf = async (path: string) => (await fetched(path)).status;

describe('the private address of a calendar', () => {
  it('is answered as a calendar, to whoever has it', async () => {
    const response = await fetched();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(await response.text()).toBe(text);
  });

  it('is not sent again to a program that has what is there', async () => {
    const etag = (await fetched()).headers.get('etag') ?? '';
    const again = await fetched(undefined, { headers: { 'if-none-match': `"x", ${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);

    gateway.calendars.set(createHash('sha256').update(secret).digest('hex'), `${text} `);
    const changed = await fetched(undefined, { headers: { 'if-none-match': etag } });
    expect(changed.status).toBe(200);
  });

  it('leaves its secret with the gateway: what is fetched is asked for by the hash', async () => {
    gateway.opportunities.calls.splice(0);
    await fetched();

    const [call] = gateway.opportunities.calls;
    expect(call?.variables['secretHash']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(gateway.opportunities.calls)).not.toContain(secret);
    expect([...(call?.viewer.scopes ?? [])]).toEqual(['calendar:read']);
  });

  it('that nobody has is answered with nothing, whatever may be wrong with it', async () => {
    const other = randomBytes(32).toString('base64url');
    const response = await fetched(`/calendar/${other}.ics`);

    expect([response.status, await response.text()]).toEqual([404, '']);
    expect(await statusOf(`/calendar/${secret}`)).toBe(404);
    expect(await statusOf('/calendar/short.ics')).toBe(404);
    expect(await statusOf(`/calendar/${secret}.ics?x=1`)).toBe(404);
  });

  it('is only read', async () => {
    const posted = await fetched(undefined, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);

    const head = await fetched(undefined, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(text.length)]);
  });

  it('is fetched ten times a minute at most', async () => {
    for (let times = 0; times < 10; times += 1) expect((await fetched()).status).toBe(200);

    const tooMany = await fetched();
    expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '60']);
    gateway.clockAhead += 61_000;
    expect((await fetched()).status).toBe(200);
  });

  it('cannot be guessed for long: who tries a hundred is not even looked up', async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      expect(await statusOf(`/calendar/${randomBytes(32).toString('base64url')}.ics`)).toBe(404);
    }
    gateway.opportunities.calls.splice(0);

    expect((await fetched()).status).toBe(429);
    expect(gateway.opportunities.calls).toEqual([]);
  });

  it('is there again once opportunities is', async () => {
    gateway.opportunities.misbehaviour = (response) => {
      response.writeHead(500).end();
    };
    const away = await fetched();
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '60']);

    gateway.opportunities.misbehaviour = undefined;
    expect((await fetched()).status).toBe(200);
  });
});
