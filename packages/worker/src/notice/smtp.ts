import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { Readable } from 'node:stream';
import type { Outcome } from './carrier.ts';
import type { Mail, MailServer, MailSession } from './mail-server.ts';

/** Longest to wait for a server, in milliseconds. */
const patience = 60_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A mail server by SMTP. Over `smtp:` the connection must turn to TLS, except on this machine.
 *
 * @param url `smtp:` or `smtps:`, with user and password where the server wants them.
 */
export class Smtp implements MailServer {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  async open(): Promise<MailSession> {
    const { protocol, hostname, port, username, password } = this.#url;
    const secure = protocol === 'smtps:';
    const isHere = loopback.has(hostname);
    const connection = new SMTPConnection({
      ...{ host: hostname.replace(/^\[|\]$/g, ''), secure, requireTLS: !secure && !isHere },
      ...(port !== '' && { port: Number(port) }),
      ...{ ignoreTLS: isHere, connectionTimeout: patience, socketTimeout: patience },
      greetingTimeout: patience,
    });
    await opened(connection);
    if (username !== '') {
      const credentials = {
        user: decodeURIComponent(username),
        pass: decodeURIComponent(password),
      };
      await loggedIn(connection, credentials);
    }
    // Between e-mails it may break; the next one finds out.
    connection.on('error', () => undefined);
    return {
      send: (mail, onHandOver) => send(connection, mail, onHandOver),
      close: () => {
        connection.quit();
      },
    };
  }
}

function opened(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodemailerError) => {
      reject(new Error(problemOf(error)));
    };
    connection.once('error', fail);
    connection.connect((error) => {
      connection.off('error', fail);
      if (error) fail(error);
      else resolve();
    });
  });
}

function loggedIn(
  connection: SMTPConnection,
  credentials: { readonly user: string; readonly pass: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.login({ credentials }, (error) => {
      if (!error) {
        resolve();
        return;
      }
      connection.close();
      reject(new Error(problemOf(error)));
    });
  });
}

function send(
  connection: SMTPConnection,
  { from, to, content }: Mail,
  onHandOver: () => Promise<void>,
): Promise<Outcome> {
  let isHandedOver = false;
  async function* text() {
    await onHandOver();
    isHandedOver = true;
    yield content;
  }
  return new Promise((resolve) => {
    connection.send({ from, to }, Readable.from(text()), (error) => {
      if (!error) {
        resolve({ kind: 'SENT', problem: null });
        return;
      }
      const kind = kindOf(error, isHandedOver);
      resolve({ kind, problem: problemOf(error) });
      if (kind === 'DOWN' || kind === 'UNKNOWN') connection.close();
      else connection.reset(() => undefined);
    });
  });
}

/** Whom or what the server refused decides: what it has against the sender concerns every e-mail. */
function kindOf(error: NodemailerError, isHandedOver: boolean): Outcome['kind'] {
  const { responseCode, command = '', code } = error;
  if (code === 'EENVELOPE' && command === 'API') return 'REFUSED'; // no address at all
  if (responseCode === undefined) return isHandedOver ? 'UNKNOWN' : 'DOWN';
  const isOfThisOne = command.startsWith('RCPT') || command.startsWith('DATA');
  if (!isOfThisOne || responseCode === 421) return 'DOWN';
  return responseCode >= 500 ? 'REFUSED' : 'LATER';
}

/** What a server says may repeat addresses, so it is not kept. */
function problemOf({ responseCode, command, code }: NodemailerError): string {
  const asked = command === undefined ? '' : ` to ${command.split(' ')[0] ?? ''}`;
  if (responseCode !== undefined)
    return `The mail server answered ${String(responseCode)}${asked}.`;
  return `The mail server did not answer${asked} (${code ?? 'unknown'}).`;
}
