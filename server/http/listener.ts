import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SECOND_MS } from '@/domain/clocks/instant';

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** The listening socket of the process, open before there is anything to answer with. */
export interface Listener {
  readonly server: Server;
  readonly port: number;
  /** From now on requests go here; until then they are told to come again. */
  answerWith(handler: Handler): void;
  /** Asked about upgrades that are not the live socket's; what it does not take is closed. */
  upgradeWith(handler: UpgradeHandler): void;
  /** Takes no new connection and waits, up to the limit, for the requests under way. */
  drain(limitMs: number): Promise<void>;
  /** Ends every connection that is left. */
  close(): Promise<void>;
}

const SOCKET_PATH = '/socket.io/';

const answerStarting: Handler = async (req, res) => {
  const isAlive = req.url === '/livez';
  res.writeHead(isAlive ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1' });
  res.end(`${JSON.stringify({ status: isAlive ? 'alive' : 'starting' })}\n`);
};

/** Binds to the address. Rejects when it is taken. */
export async function openListener(address: { readonly host: string; readonly port: number }): Promise<Listener> {
  let handler = answerStarting;
  let takeUpgrade: UpgradeHandler = () => false;
  const underWay = new Set<ServerResponse>();
  const upgraded = new Set<Duplex>();
  const server = createServer((req, res) => {
    underWay.add(res);
    res.once('close', () => underWay.delete(res));
    void handler(req, res);
  });
  server.headersTimeout = 15 * SECOND_MS;
  server.requestTimeout = 120 * SECOND_MS;
  // Longer than the idle time of the usual proxies, so that they close first.
  server.keepAliveTimeout = 75 * SECOND_MS;
  server.on('upgrade', (req, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    // A live socket that nobody takes yet would wait until its page gives up, and the page comes back that much later.
    const isLiveTaken = server.listenerCount('upgrade') > 1 && (req.url?.startsWith(SOCKET_PATH) ?? false);
    if (!isLiveTaken && !takeUpgrade(req, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  let closed: Promise<void> | null = null;
  return {
    server,
    port: (server.address() as AddressInfo).port,
    answerWith: (next) => {
      handler = next;
    },
    upgradeWith: (next) => {
      takeUpgrade = next;
    },
    drain: async (limitMs) => {
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      const left = [...underWay].map((res) => new Promise<void>((resolve) => res.once('close', resolve)));
      await Promise.race([Promise.all(left), new Promise((resolve) => setTimeout(resolve, limitMs).unref())]);
    },
    close: async () => {
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}
