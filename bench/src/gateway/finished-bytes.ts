import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

/** The limit: plain node:http that reads a request and sends finished bytes. */
const [file = '', port = '0'] = process.argv.slice(2);
const bytes = readFileSync(file);
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-length', bytes.length);
    response.end(bytes);
  });
});
server.listen(Number(port), '127.0.0.1');
process.once('disconnect', () => process.exit(0));
