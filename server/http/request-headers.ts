import type { IncomingMessage } from 'node:http';
import { CLIENT_IP_HEADER } from '../auth/auth';

/** The headers of a request, with the peer's address in the header that the sign-in throttle reads (never the caller's). */
export function requestHeaders(req: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one);
  }
  headers.set(CLIENT_IP_HEADER, req.socket.remoteAddress ?? '');
  return headers;
}
