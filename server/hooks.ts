import type { Services } from './context';
import { wecomRoutes } from './conversations/hook-routes';
import { exportRoutes } from './exports/download';
import { linkRoutes } from './facts/door';
import type { Route } from './http/routes';
import { importRoutes } from './imports/upload';
import type { Log } from './log';
import type { Inbox } from './pipeline/inbox';
import { inboxRoutes } from './pipeline/inbox-routes';
import { transferRoutes } from './transfer/upload';

export interface HookParts {
  readonly services: Services;
  readonly inbox: Inbox;
  /** Wakes this node's work on imported files. */
  readonly wakeImports: () => void;
  /** False while nothing more can be stored: files and facts are refused. */
  readonly hasRoom?: () => boolean;
  /** Wakes this node's puller of WeCom messages. */
  readonly wakeSync: () => void;
  /** Wakes this node's reader of what comes from links. */
  readonly wakeFacts: () => void;
  readonly log: Pick<Log, 'error'>;
}

/** Every door outside the API and sign-in: pushes of other systems, and uploads. */
export const hookRoutes = ({
  services,
  inbox,
  wakeSync,
  wakeImports,
  hasRoom = () => true,
  ...door
}: HookParts): readonly Route[] => [
  ...wecomRoutes({ ...services, wakeSync }),
  ...linkRoutes({ ...services, ...door, hasRoom }),
  ...inboxRoutes(inbox),
  ...importRoutes({ ...services, wakeImports, hasRoom }),
  ...transferRoutes(services),
  ...exportRoutes(services),
];
