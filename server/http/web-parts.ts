import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services, UserActor } from '../context';
import type { Log } from '../log';
import type { Route } from './routes';

/** What the front of the house needs from the rest of the process. */
export interface WebParts {
  readonly services: Services;
  /** The address browsers use. */
  readonly origin: string;
  /** Every address whose pages may change something; `origin` is the first. */
  readonly origins: readonly string[];
  readonly isDev: boolean;
  readonly log: Log;
  readonly routes: readonly Route[];
  /** Required from readers of /metrics; null: only this machine may read it. */
  readonly metricsToken: string | null;
  readonly whoIs: (headers: Headers) => Promise<UserActor | null>;
  /** The request's headers with the peer's address in the header that the sign-in throttle reads. */
  readonly headersOf: (req: IncomingMessage) => Headers;
  /** better-auth's own handler. */
  readonly answerAuth: (request: Request) => Promise<Response>;
  /** Next's handler. */
  readonly renderPage: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Why this process cannot take requests now; null when it can. */
  readonly whyNotReady: () => Promise<string | null>;
}
