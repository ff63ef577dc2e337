import { type Answer, ok, refused } from './answer';

const PAGE_MAX = 100;

/** kf/account/list: the customer-service accounts of the app, paged by offset and limit. */
export function accountList(names: Readonly<Record<string, string>>) {
  const accounts = Object.entries(names).map(([id, name]) => ({
    open_kfid: id,
    name,
    avatar: 'https://wework.qpic.cn/none',
    manage_privilege: true,
  }));
  return (body: Readonly<Record<string, unknown>>): Answer => {
    const { offset = 0, limit = PAGE_MAX } = body;
    const isPage = typeof offset === 'number' && typeof limit === 'number' && offset >= 0 && limit >= 1;
    if (!isPage || limit > PAGE_MAX) return refused(40058, 'invalid parameter');
    return ok({ account_list: accounts.slice(offset, offset + limit) });
  };
}
