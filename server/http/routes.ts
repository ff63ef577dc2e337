import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Action } from '../can-table';
import type { UserActor } from '../context';

export type RouteParams = Readonly<Record<string, string>>;

/** A door for other systems: whoever calls proves themselves by a signature that `handle` checks over the raw body. */
export interface HookRoute {
  readonly kind: 'hook';
  readonly method: 'GET' | 'POST';
  /** Segments beginning with a colon are parameters: /hooks/generic/:shopId. */
  readonly path: string;
  handle(req: IncomingMessage, res: ServerResponse, params: RouteParams): Promise<void>;
}

/** A door for signed-in people outside the API (uploads): the origin, the sign-in and `action` are checked before. */
export interface SignedInRoute {
  readonly kind: 'signed-in';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly action: Action;
  handle(req: IncomingMessage, res: ServerResponse, params: RouteParams, actor: UserActor): Promise<void>;
}
export type Route = HookRoute | SignedInRoute;

function matchPath(pattern: string, path: string): RouteParams | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
    } else {
      if (!/^[\w.-]{1,64}$/.test(value)) return null;
      params[part.slice(1)] = value;
    }
  }
  return params;
}

export type RouteMatch =
  | { readonly kind: 'route'; readonly route: Route; readonly params: RouteParams }
  | { readonly kind: 'other-method' }
  | { readonly kind: 'none' };

/** Finds the first route of this method and path. Parameters are plain names: letters, digits, _ . and - only. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  let isPathKnown = false;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    if (route.method === method) return { kind: 'route', route, params };
    isPathKnown = true;
  }
  return { kind: isPathKnown ? 'other-method' : 'none' };
}
