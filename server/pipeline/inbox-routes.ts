import { PUSH_CHANNELS } from '@/server/channels/index';
import type { HookRoute } from '@/server/http/routes';
import type { Inbox } from './inbox';

/** POST /hooks/<channel>/<shop> for every channel that pushes. */
export const inboxRoutes = (inbox: Inbox): HookRoute[] =>
  PUSH_CHANNELS.map(({ name }) => ({
    kind: 'hook',
    method: 'POST',
    path: `/hooks/${name}/:shopId`,
    handle: (req, res, params) => inbox.handle(req, res, { channel: name, shopId: params.shopId ?? '' }),
  }));
