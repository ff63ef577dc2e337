import { PUSH_CHANNELS } from '@/server/channels/index';
import type { HookRoute } from '@/server/http/routes';
import type { Inbox } from './inbox';

/** POST /hooks/<channel>/<shop> for every channel that pushes, and GET where the platform tries the address first. */
export const inboxRoutes = (inbox: Inbox): HookRoute[] =>
  PUSH_CHANNELS.flatMap(({ name: channel, answerCheck }): HookRoute[] => {
    const path = `/hooks/${channel}/:shopId`;
    const target = (shopId = '') => ({ channel, shopId });
    return [
      {
        ...{ kind: 'hook', method: 'POST', path },
        handle: (req, res, { shopId }) => inbox.handle(req, res, target(shopId)),
      },
      ...(answerCheck === undefined
        ? []
        : [
            {
              ...({ kind: 'hook', method: 'GET', path } as const),
              handle: (req, res, { shopId }) => inbox.check(req, res, target(shopId)),
            } satisfies HookRoute,
          ]),
    ];
  });
