import type { Database } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { genericOrder } from '@/db/testing/orders';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { anActor, quietServices } from './acting';
import { aConversation } from './conversation-card';
import { everySettingsCall } from './every-settings-call';

export type Input = Readonly<Record<string, unknown>>;

/** What belongs to one group: a held order with its open card, and a customer with theirs. */
export interface GroupsOwn {
  readonly groupId: string;
  readonly shopId: string;
  readonly taskId: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly seatId: string;
}

/** A group with something of each kind. */
export async function aGroupsOwn(db: Database): Promise<GroupsOwn> {
  const { shopId, groupId } = await aShop(db, { platform: 'generic' });
  const { orderNo, body } = genericOrder({ at: await db.now(), detail: '小区门口' });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  await runBatch(quietServices(db), createRuleSetCache());
  const [card] = await db.query<{ taskId: string; orderId: string }>(
    `select t.id as "taskId", o.id as "orderId" from orders o join tasks t on t.order_id = o.id where o.order_no = $1`,
    [orderNo],
  );
  if (!card) throw new Error('no card was opened');
  const { customerId } = await aConversation(db, groupId, ['你好']);
  const { userId: seatId } = await anActor(db, { role: 'agent', groupId });
  return { groupId, shopId, ...card, customerId, seatId };
}

const reply = { body: '您好', templateId: null, dispose: null };

const privacyCalls = (own: GroupsOwn): Readonly<Record<string, Input | undefined>> => ({
  'orders.reveal': { orderId: own.orderId, field: 'phone', reason: 'call-customer', note: '' },
  'orders.askNow': { shopId: own.shopId, orderNo: '1' },
  'privacy.overview': undefined,
  'privacy.set': {
    ...{ rawBodyDays: 30, receiverDays: 180, messageDays: null },
    ...{ revealsADay: 200, revealsInTenMinutes: 20, version: 1 },
  },
});

/** Calls about people, their groups and sign-ins, and the set-up. */
const peopleCalls = (own: GroupsOwn, unused: string): Readonly<Record<string, Input | undefined>> => ({
  'people.me': undefined,
  'people.list': undefined,
  'people.create': { username: `n.${unused}`, name: '林', role: 'agent', groupId: own.groupId },
  'people.setRole': { userId: own.seatId, role: 'agent', groupId: own.groupId },
  'people.skills': undefined,
  'people.rename': { userId: own.seatId, name: '林' },
  'people.setSeat': { userId: own.seatId, skills: ['risk'], capacity: 20 },
  'people.deactivate': { userId: own.seatId },
  'people.reactivate': { userId: own.seatId },
  'people.setPassword': { userId: own.seatId, password: 'correct horse battery' },
  'people.signInStates': undefined,
  'people.resetSecondFactor': { userId: own.seatId },
  'people.unlock': { userId: own.seatId },
  'sessions.list': undefined,
  'sessions.end': { sessionId: 'somebody-else' },
  'sessions.endOthers': undefined,
  'people.revokeSessions': { userId: own.seatId },
  'people.setPreferences': { locale: 'en', theme: 'dark' },
  'setup.progress': undefined,
  'setup.status': undefined,
  'setup.createAdmin': { token: 'x', username: `a.${unused}`, name: '林', password: 'correct horse battery' },
});

const ONE_TIER = {
  id: 'normal',
  name: { 'zh-CN': '常规', en: 'Normal' },
  condition: { all: [] },
  respond: { kind: 'within', ms: 86_400_000 },
  warn: { kind: 'share', leftPercent: 25 },
  skill: null,
  ownerGroupId: null,
};

const tierCalls: Readonly<Record<string, Input | undefined>> = {
  'tiers.names': undefined,
  'tiers.list': undefined,
  'tiers.history': undefined,
  'tiers.preview': { tiers: [ONE_TIER] },
  'tiers.publish': { tiers: [ONE_TIER], expectedVersion: 1, agreed: { changed: 0, overdue: 0, later: 0 }, note: '' },
};

const suggest = { mode: 'suggest', waitMinutes: 0 };

const mergeCalls = (own: GroupsOwn): Readonly<Record<string, Input | undefined>> => ({
  'merges.ofOrder': { orderId: own.orderId },
  'merges.merge': { orderIds: [own.orderId, own.orderId], reason: '满减凑单' },
  'merges.split': { orderId: own.orderId, what: 'one', reason: '买家要求' },
  'merges.leaveNow': { orderId: own.orderId, reason: '买家催单' },
  'merges.policy': { shopId: own.shopId },
  'merges.setPolicy': { shopId: own.shopId, ...suggest, before: suggest },
});

/** A valid input for every procedure of the API, each touching what belongs to this group; undefined where none is taken. */
export const everyCall = (own: GroupsOwn, unused: string): Readonly<Record<string, Input | undefined>> => ({
  'board.summary': undefined,
  'board.cards': { list: 'overdue', seatId: own.seatId, after: '0.0', limit: 10 },
  'customers.bind': { customerId: own.customerId, orderId: own.orderId },
  'exports.begin': { list: 'orders', format: 'csv', locale: 'en', filter: {} },
  'imports.list': undefined,
  'imports.get': { fileId: '1' },
  'imports.problems': { fileId: '1' },
  'imports.sample': { fileId: '1' },
  'imports.confirm': { fileId: '1', take: 'whole' },
  'imports.cancel': { fileId: '1' },
  'imports.mappings': undefined,
  'imports.saveMapping': {
    fileId: '1',
    layout: { columns: { orderNo: '单号' }, amounts: 'order', isByArticle: false, statusWords: {} },
  },
  'imports.removeMapping': { mappingId: '1' },
  'interactions.recent': { customerId: own.customerId, orderId: own.orderId, limit: 5, before: '999999' },
  'notices.list': undefined,
  'notices.markRead': undefined,
  ...mergeCalls(own),
  'orders.get': { orderId: own.orderId },
  'orders.cards': { orderId: own.orderId },
  'orders.buyer': { orderId: own.orderId },
  'orders.log': { orderId: own.orderId, kinds: ['said', 'card'], before: '9999999999999 1-1', limit: 10 },
  'orders.list': { filter: { day: '2026-11-11', withinMinutes: 60, placedFrom: 0 }, after: '1.1', limit: 10 },
  'orders.search': { text: '李雷' },
  ...peopleCalls(own, unused),
  ...tierCalls,
  ...privacyCalls(own),
  'replies.suggest': { taskId: own.taskId },
  'replies.saveDraft': { taskId: own.taskId, body: '您好', templateId: 'greeting', version: 0 },
  'replies.send': { taskId: own.taskId, clientKey: `key-${unused}-send`, ...reply },
  'replies.markSentOutside': { taskId: own.taskId, clientKey: `key-${unused}-mark`, ...reply },
  'rules.names': undefined,
  'seats.me': undefined,
  'seats.list': undefined,
  'seats.setState': { state: 'paused' },
  ...everySettingsCall(own, unused),
  'tasks.queue': { view: 'all', after: '1.1', limit: 10 },
  'tasks.counts': undefined,
  'tasks.open': { taskId: own.taskId },
  'tasks.attendances': undefined,
  'tasks.lock': { taskId: own.taskId, pageId: 'page-of-every-call' },
  'tasks.unlock': { taskId: own.taskId, pageId: 'page-of-every-call' },
  'tasks.takeNext': undefined,
  'tasks.claim': { taskId: own.taskId },
  'tasks.assign': { taskId: own.taskId, seatId: own.seatId, version: 1 },
  'tasks.takeOver': { taskId: own.taskId, version: 1 },
  'tasks.dispose': { taskId: own.taskId, version: 1, disposition: 'investigate', cause: null, causeNote: '说明' },
});
