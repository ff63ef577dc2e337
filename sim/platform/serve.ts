import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

const BODY_LIMIT_BYTES = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export interface PlatformServer {
  readonly url: string;
  close(): Promise<void>;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Answers every request on the loopback address with 200 and the JSON that `answer` gives; WebSockets go to `upgrade`. Port 0 is
 * any free one.
 */
export async function servePlatform(
  port: number,
  answer: (url: URL, body: string) => string,
  upgrade?: Upgrade,
): Promise<PlatformServer> {
  const server = createServer((request, response) => {
    bodyOf(request)
      .then((body) => answer(new URL(request.url ?? '/', 'http://127.0.0.1'), body))
      .then((text) => response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(text))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  if (upgrade) server.on('upgrade', upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
