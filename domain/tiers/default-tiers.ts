import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Tier } from './tier';

const URGENT = { respondMs: 2 * HOUR_MS, warnMs: 90 * MINUTE_MS, skill: null, ownerGroupId: null } as const;

/**
 * The tiers a new installation starts with. warnMs, like respondMs, counts from the opening of the card. "Abnormal"
 * is due the same business day by its class clock; its own 24 h are the outer limit. A conversation's first reply has a
 * clock of its own (8 minutes); the tier says when the conversation has to be settled.
 */
export const DEFAULT_TIERS: readonly Tier[] = [
  {
    id: 'urgent-complaint',
    position: 10,
    name: { 'zh-CN': '紧急 · 投诉', en: 'Urgent · complaint' },
    condition: { anyIntent: ['complaint'] },
    ...URGENT,
  },
  {
    id: 'urgent',
    position: 20,
    name: { 'zh-CN': '紧急 · 加急', en: 'Urgent · express' },
    condition: { isUrgent: true },
    ...URGENT,
  },
  {
    id: 'urgent-vip',
    position: 30,
    name: { 'zh-CN': '紧急 · VIP', en: 'Urgent · VIP' },
    condition: { anyTag: ['VIP', 'vip', 'SVIP', 'svip', '88VIP'] },
    ...URGENT,
  },
  {
    id: 'urgent-value',
    position: 40,
    name: { 'zh-CN': '紧急 · 高价值', en: 'Urgent · high value' },
    condition: { minPaidFen: 1_000_000 },
    ...URGENT,
  },
  {
    id: 'abnormal',
    position: 50,
    name: { 'zh-CN': '异常', en: 'Abnormal' },
    condition: { classes: ['abnormal'] },
    respondMs: 24 * HOUR_MS,
    warnMs: 18 * HOUR_MS,
    skill: null,
    ownerGroupId: null,
  },
  {
    id: 'conversation',
    position: 60,
    name: { 'zh-CN': '会话', en: 'Conversation' },
    condition: { isConversation: true },
    respondMs: 4 * HOUR_MS,
    warnMs: 3 * HOUR_MS,
    skill: null,
    ownerGroupId: null,
  },
  {
    id: 'normal',
    position: 70,
    name: { 'zh-CN': '常规', en: 'Normal' },
    condition: {},
    respondMs: 24 * HOUR_MS,
    warnMs: 18 * HOUR_MS,
    skill: null,
    ownerGroupId: null,
  },
];
