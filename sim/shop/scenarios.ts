import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Flaw } from './order';

/** What a scenario makes of a shop's day. Shares are of all orders, 0 to 1. */
export interface Scenario {
  readonly flawShares: Readonly<Record<Flaw, number>>;
  readonly urgentShare: number;
  /** Notes that say the opposite of urgent. */
  readonly calmShare: number;
  /** Orders for the one article everybody wants. */
  readonly hotShare: number;
  /** What the hot article costs, as a part of its list price. */
  readonly hotPrice: number;
  /** How many times the asked rate orders come in, by the time since the start. */
  readonly rateFactor: (elapsedMs: number) => number;
}

/** About six and a half of a hundred orders need a person: 5 to 8 is what shops see. */
const USUAL_FLAWS: Scenario['flawShares'] = {
  'vague-address': 0.02,
  'relay-address': 0.003,
  'broken-phone': 0.012,
  'price-off': 0.01,
  'whole-thousand': 0.006,
  'platform-hold': 0.005,
  'ip-burst': 0.009,
  'new-account-coupon': 0.003,
};
const NORMAL: Scenario = {
  flawShares: USUAL_FLAWS,
  urgentShare: 0.025,
  calmShare: 0.02,
  hotShare: 0,
  hotPrice: 1,
  rateFactor: () => 1,
};

const WAVE_MS = 10 * MINUTE_MS;
const SPIKE_MS = 3 * MINUTE_MS;
/** Of every ten minutes the host praises the article for three: half the rate before, four times the rate during. */
const liveStreamFactor = (elapsedMs: number): number => (elapsedMs % WAVE_MS >= WAVE_MS - SPIKE_MS ? 4 : 0.5);

/** Whoever tries stolen cards comes in bursts, to relay points, with round sums; it swells for an hour. */
const fraudShareOf = (usual: number): number => usual * 6;

export const SCENARIOS = {
  normal: NORMAL,
  'live-stream': { ...NORMAL, hotShare: 0.7, hotPrice: 0.85, rateFactor: liveStreamFactor },
  'fraud-wave': {
    ...NORMAL,
    flawShares: {
      ...USUAL_FLAWS,
      'ip-burst': 0.1,
      'relay-address': fraudShareOf(USUAL_FLAWS['relay-address']),
      'whole-thousand': fraudShareOf(USUAL_FLAWS['whole-thousand']),
    },
    rateFactor: (elapsedMs) => 1 + Math.min(elapsedMs / HOUR_MS, 1) * 0.5,
  },
  /** Somebody typed 9.90 for 99.00, and word gets round. */
  'price-error': { ...NORMAL, hotShare: 0.3, hotPrice: 0.1, rateFactor: () => 1 },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as ScenarioName[];
