import { HOUR_MS } from '@/domain/clocks/instant';
import { newCheck } from './checks';
import { EVERYTHING } from './condition';
import type { Tier, TierSet } from './tier';

const ANYBODY = { skill: null, ownerGroupId: null } as const;
const QUARTER_LEFT = { kind: 'share', leftPercent: 25 } as const;

/**
 * The tiers a new installation starts with. A conversation's first reply has a clock of its own (8 minutes); the tier
 * says when the conversation has to be settled.
 */
const DEFAULT_TIERS: readonly Tier[] = [
  {
    id: 'urgent',
    name: { 'zh-CN': '紧急', en: 'Urgent' },
    condition: {
      any: [
        newCheck('buyer-tag'),
        newCheck('paid-at-least'),
        newCheck('express'),
        newCheck('intent'),
        newCheck('complaint-warning'),
        newCheck('platform-hold'),
        newCheck('unanswered'),
      ],
    },
    respond: { kind: 'within', ms: 2 * HOUR_MS },
    warn: QUARTER_LEFT,
    ...ANYBODY,
  },
  {
    id: 'abnormal',
    name: { 'zh-CN': '异常', en: 'Abnormal' },
    condition: { any: [newCheck('class')] },
    respond: { kind: 'same-business-day' },
    warn: QUARTER_LEFT,
    ...ANYBODY,
  },
  {
    id: 'conversation',
    name: { 'zh-CN': '会话', en: 'Conversation' },
    condition: { any: [newCheck('conversation')] },
    respond: { kind: 'within', ms: 4 * HOUR_MS },
    warn: QUARTER_LEFT,
    ...ANYBODY,
  },
  {
    id: 'normal',
    name: { 'zh-CN': '常规', en: 'Normal' },
    condition: EVERYTHING,
    respond: { kind: 'within', ms: 24 * HOUR_MS },
    warn: QUARTER_LEFT,
    ...ANYBODY,
  },
];

export const DEFAULT_TIER_SET: TierSet = { version: 1, tiers: DEFAULT_TIERS };
