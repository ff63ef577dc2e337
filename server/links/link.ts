import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import type { OutsideFact } from './outside-fact';

export const LINK_KIND_NAMES = ['qimen', 'kuaidi100', 'wechat-pay'] as const;
export type LinkKind = (typeof LINK_KIND_NAMES)[number];

/** A value that a person enters for a link. */
export interface LinkField {
  readonly name: string;
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** What a new link begins with. */
  readonly initial: string;
  readonly pattern: RegExp;
  readonly isLong?: boolean;
  /** A second value that counts beside the first while one replaces the other. */
  readonly isSecond?: boolean;
  /** An address that is called: it must be callable. */
  readonly isAddress?: boolean;
}

/** All values of a link by field, secret ones included; a field that was left empty is ''. */
export type LinkValues = Readonly<Record<string, string>>;

/** A call at a link's door. */
export interface LinkCall {
  readonly raw: Buffer;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export type LinkRefusal = 'signature' | 'stale' | 'other-app' | 'unknown-key' | 'form';

/** What a genuine call brings: its permanent key, what it speaks of, and the bytes to be kept. */
export interface GenuineCall {
  readonly ok: true;
  readonly key: string;
  readonly topic: string;
  readonly body: Buffer;
}
export type LinkVerdict = GenuineCall | { readonly ok: false; readonly refusal: LinkRefusal };

export interface LinkAnswer {
  readonly type: string;
  readonly text: string;
  readonly status: number;
}

/** A message as it was stored. */
export interface StoredCall {
  readonly topic: string;
  readonly body: Buffer;
  readonly receivedAt: Instant;
}

/** A kind of system beside the shop platforms: how its calls are proven genuine, answered and read. It never touches the database. */
export interface Link {
  readonly kind: LinkKind;
  readonly fields: readonly LinkField[];
  /** What is wrong with the values as such, by field; null: they can be. */
  readonly problemIn: (values: LinkValues) => { readonly field: string; readonly why: string } | null;
  /** Judges a call over its raw bytes, in constant time. */
  readonly verify: (call: LinkCall, values: LinkValues, now: Instant) => LinkVerdict;
  readonly taken: LinkAnswer;
  readonly refused: (refusal: LinkRefusal) => LinkAnswer;
  readonly busy: LinkAnswer;
  /** Reads a stored message. Throws Unreadable when it cannot be believed. */
  readonly factsOf: (call: StoredCall, values: LinkValues) => readonly OutsideFact[];
}
