import type { Services } from './context';
import { wecomRoutes } from './conversations/hook-routes';
import type { Route } from './http/routes';
import { importRoutes } from './imports/upload';
import type { Inbox } from './pipeline/inbox';
import { inboxRoutes } from './pipeline/inbox-routes';
import { transferRoutes } from './transfer/upload';

export interface HookParts {
  readonly services: Services;
  readonly inbox: Inbox;
  /** Wakes this node's puller of WeCom messages. */
  readonly wakeSync: () => void;
}

/** Every door outside the API and sign-in: pushes of other systems, and uploads. */
export const hookRoutes = ({ services, inbox, wakeSync }: HookParts): readonly Route[] => [
  ...wecomRoutes({ ...services, wakeSync }),
  ...inboxRoutes(inbox),
  ...importRoutes({ db: services.db, inbox }),
  ...transferRoutes(services),
];
