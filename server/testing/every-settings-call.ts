import { DEFAULT_TIER_SET } from '@/domain/tiers/default-tiers';
import type { GroupsOwn, Input } from './every-call';

const shop = (own: GroupsOwn) => ({
  name: '潮汐',
  groupId: own.groupId,
  platform: 'generic',
  channel: 'generic',
});

const wecomAccount = (own: GroupsOwn) => ({
  name: '潮汐',
  corpId: 'ww0123456789',
  groupId: own.groupId,
  apiBase: 'https://qyapi.weixin.qq.com',
});

const link = (own: GroupsOwn) => ({
  kind: 'kuaidi100',
  name: '快递',
  shopIds: [own.shopId],
  isActive: true,
  values: { apiBase: 'https://poll.kuaidi100.com', customer: '', key: 'akey1', salt: 'asalt' },
});

const noticeChannel = (own: GroupsOwn) => ({
  name: '值班群',
  groupId: own.groupId,
  events: ['hold'],
  locale: 'zh-CN',
  isActive: true,
});

/** Calls about links, what they tell of an order, and where sources contradict each other. */
const linkCalls = (own: GroupsOwn): Readonly<Record<string, Input | undefined>> => ({
  'linkAccounts.list': undefined,
  'linkAccounts.create': link(own),
  'linkAccounts.update': { linkId: 'none', version: 1, name: '仓', shopIds: [], isActive: true, values: {} },
  'linkAccounts.remove': { linkId: 'none', isConfirmed: true },
  'linkAccounts.check': { linkId: 'none' },
  'stock.overview': undefined,
  'stock.list': { text: 'A', state: 'all', after: 'A', limit: 10 },
  'stock.movements': { sku: 'A', before: '999999', limit: 10 },
  'stock.waiting': { sku: 'A' },
  'stock.shops': undefined,
  'stock.mappings': { shopId: own.shopId, text: 'A', after: 'A', limit: 10 },
  'stock.seen': { shopId: own.shopId },
  'stock.ofOrder': { orderId: own.orderId },
  'stock.adjust': { sku: 'A', change: 5, reason: '盘点' },
  'stock.count': { sku: 'A', onHand: 5, reason: '盘点' },
  'stock.importMappings': {
    ...{ shopId: own.shopId, isDryRun: true },
    mappings: [{ platformSku: 'P', parts: [{ sku: 'A', quantity: 1 }] }],
  },
  'stock.setWriting': {
    ...{ shopId: own.shopId, isWriting: false, bufferPieces: 0, bufferBp: 0, shareBp: 10_000 },
    ...{ doesWriteChanges: true, version: 0 },
  },
  'stock.rewrite': { shopId: own.shopId },
  'stock.setMapping': { shopId: own.shopId, platformSku: 'P', parts: [{ sku: 'A', quantity: 1 }] },
  'facts.ofOrder': { orderId: own.orderId },
  'conflicts.list': {},
  'conflicts.take': { orderId: own.orderId, kind: 'tracking-no', version: 1, source: 'wms', reason: '已核实' },
});

/** Calls about what comes in: how it does, what is held, and what was set aside. */
const intakeCalls = (own: GroupsOwn): Readonly<Record<string, Input | undefined>> => ({
  'health.overview': undefined,
  'health.replay': { shopId: own.shopId, from: 0, to: 1 },
  'health.setLimits': { silenceFactor: 3, foundPercent: 10, conflictPercent: 3, version: 1 },
  'holds.list': undefined,
  'holds.place': { shopId: own.shopId, reason: '演练' },
  'holds.release': { holdId: '999999', rate: 10 },
  'deadLetters.list': { filter: {}, after: '2026-11-11 00:00:00.1+00 m1', limit: 10 },
  'deadLetters.count': { filter: {} },
  'deadLetters.get': { ref: 'm999999' },
  'deadLetters.raw': { ref: 'm999999', reason: '排查' },
  'deadLetters.redrive': { filter: {} },
  'deadLetters.redrives': undefined,
  'deadLetters.redriveRows': { redriveId: '1', after: '', limit: 10 },
  'deadLetters.discard': { refs: ['m999999'], reason: '排查' },
  'deadLetters.settle': { ref: 'c999999', decision: 'keep' },
});

/** A valid input for every procedure with which the installation is set up. */
export const everySettingsCall = (own: GroupsOwn, unused: string): Readonly<Record<string, Input | undefined>> => ({
  'groups.list': undefined,
  'groups.overview': undefined,
  'groups.update': { groupId: own.groupId, name: `Other ${unused}`, region: '华东' },
  'groups.remove': { groupId: own.groupId },
  'groups.create': { name: `Group ${unused}`, region: '华东' },
  'transfer.export': undefined,
  'shops.list': undefined,
  'shops.secrets': { shopId: own.shopId },
  'shops.door': { shopId: own.shopId },
  'shops.create': shop(own),
  'shops.update': { shopId: own.shopId, version: 1, ...shop(own), isActive: true },
  'shops.setCredentials': { shopId: own.shopId, values: {} },
  'shops.addSecret': { shopId: own.shopId },
  'shops.retireSecret': { shopId: own.shopId, secretId: '1', isLastConfirmed: false },
  'shops.sendTest': { shopId: own.shopId },
  'shops.testConnection': { shopId: own.shopId },
  'shops.testOutcome': { shopId: own.shopId, key: 'ping-00000000-0000-4000-8000-000000000000' },
  'channels.health': undefined,
  ...intakeCalls(own),
  'noticeChannels.list': undefined,
  'noticeChannels.create': { ...noticeChannel(own), kind: 'webhook', url: 'https://example.com/notices' },
  'noticeChannels.update': { channelId: '999', version: 1, ...noticeChannel(own) },
  'noticeChannels.remove': { channelId: '999' },
  'noticeChannels.try': { channelId: '999' },
  'audit.list': {
    ...{ from: 0, before: 4_000_000_000_000, actor: 'system', action: 'tasks.claim', ref: '1' },
    ...{ after: '5', limit: 5 },
  },
  'audit.state': undefined,
  'grants.list': undefined,
  'grants.choices': undefined,
  'grants.give': {
    ...{ userId: own.seatId, right: 'watch-group', groupId: own.groupId, reason: 'evening shift' },
    ...{ startsAt: null, expiresAt: 4_000_000_000_000 },
  },
  'grants.revoke': { grantId: '999999' },
  'tiers.names': undefined,
  'tiers.list': undefined,
  'tiers.history': { before: 2 },
  'tiers.preview': { tiers: structuredClone(DEFAULT_TIER_SET.tiers) },
  'tiers.publish': {
    ...{ tiers: structuredClone(DEFAULT_TIER_SET.tiers), expectedVersion: 0, note: '' },
    agreed: { changed: 0, overdue: 0, later: 0 },
  },
  ...linkCalls(own),
  'wecom.list': undefined,
  'wecom.create': { ...wecomAccount(own), corpSecret: 'asecretofWeCom' },
  'wecom.update': { accountId: 'none', version: 1, ...wecomAccount(own) },
  'wecom.remove': { accountId: 'none', isConfirmed: true },
  'wecom.serve': { accountId: 'none', kf: [{ openKfId: 'wk1', name: '客服' }] },
  'wecom.check': { accountId: 'none' },
});
