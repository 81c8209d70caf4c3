// A receiver of webhooks on plain Node.js: node examples/webhook-receiver.mjs whpk_… [whpk_…]
// It believes what one of the keys has signed within five minutes, and takes each message once.
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const tolerance = 300; // seconds
const bodyLimit = 20_000; // bytes; what we send is smaller

/** The keys of `createWebhook`: `whpk_` and 32 bytes as base64. Two of them while they rotate. */
function readKey(text) {
  const raw = Buffer.from(text.replace(/^whpk_/, ''), 'base64');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** Whether one of the keys has signed these bytes, and not long ago. */
export function isOurs(keys, headers, body, now = Date.now()) {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  if (!id || !signatures || !(Math.abs(now / 1000 - Number(time)) <= tolerance)) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${time}.`), body]);
  return signatures
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) =>
      keys.some((key) => verify(null, signed, key, Buffer.from(one.slice(4), 'base64'))),
    );
}

/** Keep the ids where you keep what they did, in one transaction: here they last as long as the process. */
export function createReceiver(keyTexts, take, seen = new Set()) {
  const keys = keyTexts.map(readKey);
  return createServer((request, response) => {
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (size > bodyLimit || !isOurs(keys, request.headers, body)) {
        response.writeHead(401).end();
        return;
      }
      const id = request.headers['webhook-id'];
      if (!seen.has(id)) take(JSON.parse(body.toString()), id); // then answer within 15 seconds
      seen.add(id);
      response.writeHead(204).end();
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  createReceiver(process.argv.slice(2), (message) => console.log(message)).listen(8080);
}
