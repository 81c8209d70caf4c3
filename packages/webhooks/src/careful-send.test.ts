import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { carefulSend, type LookUp } from './careful-send.ts';
import { isPublicAddress } from './public-address.ts';
import { whyNotTo } from './receiver-url.ts';

const strict = { allowLoopback: false };

describe('where a webhook may be sent', () => {
  it.each([
    'https://hooks.example.org/trellis',
    'https://hooks.example.org:8443/a?b=c',
    'https://8.8.8.8/hook',
    'https://[2a00:1450:4009::1]/hook',
  ])('takes %s', (url) => {
    expect(whyNotTo(url, strict)).toBeUndefined();
  });

  it.each([
    ...['http://hooks.example.org/', 'ftp://hooks.example.org/', 'javascript:alert(1)', 'x'],
    ...['https://user@hooks.example.org/', 'https://u:p@hooks.example.org/', 'https://a.org/#b'],
    ...['https://hooks.example.org:22/', 'https://hooks.example.org:5432/'],
    ...['https://169.254.169.254/latest/meta-data', 'https://127.0.0.1/', 'https://10.1.2.3/'],
    ...['https://2130706433/', 'https://0x7f000001/', 'https://0177.0.0.1/', 'https://127.1/'],
    ...['https://172.16.0.1/', 'https://192.168.1.1/', 'https://100.64.0.1/', 'https://0.0.0.0/'],
    ...['https://224.0.0.1/', 'https://255.255.255.255/', 'https://198.18.0.1/'],
    ...['https://[::1]/', 'https://[::]/', 'https://[::ffff:10.0.0.1]/', 'https://[fe80::1]/'],
    ...['https://[fd00::1]/', 'https://[ff02::1]/', 'https://[64:ff9b::a00:1]/'],
    ...['https://[2002:0a00:0001::]/', 'https://[2001:db8::1]/', 'https://[::ffff:8.8.8.8]/'],
    ...[
      'https://localhost/',
      'https://db.internal/',
      'https://printer.local/',
      'https://intranet/',
    ],
    ...['https://localhost./', 'https://a.localhost/', ` https://hooks.example.org/`],
    `https://hooks.example.org/${'x'.repeat(2_000)}`,
  ])('refuses %s', (url) => {
    expect(whyNotTo(url, strict)).toMatch(/^url /);
  });

  it('is this machine as well in development, and no other inside the network', () => {
    const lax = { allowLoopback: true };

    expect(whyNotTo('http://127.0.0.1:4999/hook', lax)).toBeUndefined();
    expect(whyNotTo('http://[::1]:4999/hook', lax)).toBeUndefined();
    expect(whyNotTo('http://localhost:4999/hook', lax)).toBeUndefined();
    expect(whyNotTo('http://10.0.0.1/hook', lax)).toBe('url begins with https://');
    expect(whyNotTo('https://169.254.169.254/', lax)).toMatch(/not one inside a network/);
  });

  it('knows what is no address at all', () => {
    expect(['', 'a', '1.2.3', 'fe80::1%eth0', '2a00::1%1'].filter(isPublicAddress)).toEqual([]);
  });
});

describe('sending to a name', () => {
  let server: Server;
  let port = 0;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/elsewhere') {
        response.writeHead(302, { location: `http://127.0.0.1:${String(port)}/inside` }).end();
      } else {
        response.writeHead(200).end('x'.repeat(10_000_000));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Names stand for these addresses, the next time for the next. */
  function names(...answers: readonly (readonly string[])[]): LookUp {
    let time = 0;
    const find = (_: string, __: object, done: (error: null, found: LookupAddress[]) => void) => {
      const addresses = answers[Math.min(time, answers.length - 1)] ?? [];
      time += 1;
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    return find as unknown as LookUp;
  }

  const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };

  it.each([
    ['this machine', ['127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
    ['a private network', ['10.0.0.7']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['an address inside beside one on the internet', ['8.8.8.8', '127.0.0.1']],
    ['nothing', []],
  ])('connects to nobody when it stands for %s', async (_, addresses) => {
    const { send, close } = carefulSend(strict, names(addresses));
    const before = asked;

    await expect(send('https://hooks.example.org/', init)).rejects.toThrow('inside a network');

    expect(asked).toBe(before);
    await close();
  });

  it('looks at the address to which it connects, so that a second answer leads nowhere', async () => {
    const rebinding = names(['127.0.0.1'], ['10.0.0.7']);
    const { send, close } = carefulSend({ allowLoopback: true }, rebinding);
    const url = `http://localhost:${String(port)}/`;

    expect((await send(url, init)).status).toBe(200);
    await expect(send(url, init)).rejects.toThrow('inside a network');
    await close();
  });

  it('follows no redirect', async () => {
    const { send, close } = carefulSend({ allowLoopback: true });
    const before = asked;

    const { status } = await send(`http://127.0.0.1:${String(port)}/elsewhere`, init);

    expect({ status, asked: asked - before }).toEqual({ status: 302, asked: 1 });
    await close();
  });

  it('reads nothing of an answer but its status', async () => {
    const { send, close } = carefulSend({ allowLoopback: true });

    const answer = await send(`http://127.0.0.1:${String(port)}/`, init);

    expect(await answer.text()).toBe('');
    await close();
  });
});
