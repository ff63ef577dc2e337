import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';

/** The pages, rendered by Next inside this process. */
export interface Pages {
  render(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Takes the upgrades of the development server's own socket; false for everything else. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/**
 * Prepares Next. It gets a server that never listens, so that none of its upgrade handling is reachable in production
 * (it forwarded upgrades to other hosts once: CVE-2026-44578).
 */
export async function preparePages(options: {
  readonly isDev: boolean;
  readonly host: string;
  readonly port: number;
}): Promise<Pages> {
  const upgrades = createServer();
  const app = next({
    dev: options.isDev,
    hostname: options.host,
    port: options.port,
    dir: process.cwd(),
    httpServer: upgrades,
  });
  await app.prepare();
  const render = app.getRequestHandler();
  return {
    render: (req, res) => render(req, res),
    upgrade: (req, socket, head) =>
      options.isDev && (req.url?.startsWith('/_next/') ?? false) && upgrades.emit('upgrade', req, socket, head),
    close: () => app.close(),
  };
}
