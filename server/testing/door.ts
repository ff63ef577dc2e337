import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '@/db/client';
import type { UserActor } from '../context';
import { createRequestHandler } from '../http/handler';
import type { Route } from '../http/routes';
import { createLog } from '../log';
import { quietServices } from './acting';

export const DOOR_ORIGIN = 'http://desk.example';

export interface TestDoor {
  /** Where it listens; requests name their person by id in x-person. */
  readonly url: string;
  readonly headersOf: (person: UserActor | null) => Record<string, string>;
  close(): void;
}

const nobodyElse = () => Promise.reject(new Error('only the routes under test are asked for here'));

/** These routes behind the product's own request handler, for people who are signed in already. */
export async function openDoor(
  db: Database,
  routes: readonly Route[],
  actors: readonly UserActor[],
): Promise<TestDoor> {
  const people = new Map(actors.map((person) => [person.userId, person]));
  const server = http.createServer(
    createRequestHandler({
      services: quietServices(db),
      origin: DOOR_ORIGIN,
      origins: [DOOR_ORIGIN],
      isDev: false,
      log: createLog('silent'),
      routes,
      metricsToken: null,
      whoIs: async (headers) => people.get(headers.get('x-person') ?? '') ?? null,
      headersOf: (req) => new Headers({ 'x-person': String(req.headers['x-person'] ?? '') }),
      answerAuth: nobodyElse,
      renderPage: nobodyElse,
      whyNotReady: async () => null,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headersOf: (person) => ({ origin: DOOR_ORIGIN, 'x-person': person?.userId ?? '' }),
    close: () => {
      server.close();
    },
  };
}
