import * as z from 'zod';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { openLink } from '../facts/open-link';
import { shownWords } from '../links/hide-numbers';
import { Kuaidi100Refused, subscribe } from '../links/kuaidi100/client';
import type { LinkKind, LinkValues } from '../links/link';
import { type BytesHttp, isCallable, OutboundFailure, outboundBytes } from '../links/outbound';
import { callQimen, QimenRefused } from '../links/qimen/client';
import { harmlessRequest } from '../links/qimen/delivery-order';
import { readPublicKey } from '../links/wechat-pay/wechat-pay';
import { linkIdField } from './link-fields';

export const checkLinkInput = z.strictObject({ linkId: linkIdField });

/** What came of trying a link with what is stored. */
export type LinkCheck =
  | { readonly kind: 'ok' }
  /** Nothing can be asked there; the keys can be, and the first genuine notice proves them. */
  | { readonly kind: 'keys-read' }
  | {
      readonly kind: 'refused';
      readonly problem: 'secret' | 'app' | 'other';
      readonly code: string;
      readonly words: string;
    }
  | { readonly kind: 'keys-broken'; readonly field: string }
  | { readonly kind: 'unreached'; readonly why: OutboundFailure['why'] };

const http = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 200_000 });

const refused = (problem: 'secret' | 'app' | 'other', code: string, words: string): LinkCheck => ({
  ...{ kind: 'refused', problem, code, words: shownWords(words) },
});

/** A question that changes nothing: the stock of an article that nobody has. That there is none is an answer too. */
async function checkQimen(values: LinkValues, call: BytesHttp, now: number): Promise<LinkCheck> {
  try {
    await callQimen(values, 'inventory.query', harmlessRequest(values), call, now);
  } catch (error) {
    if (!(error instanceof QimenRefused)) throw error;
    const { code, words } = error;
    if (/sign/i.test(code)) return refused('secret', code, words);
    if (/app.?key|customer|permission|session|method/i.test(code)) return refused('app', code, words);
  }
  return { kind: 'ok' };
}

/** What Kuaidi100 says to a subscription without a number: 600 and 601 are about the key, 700 and more about the number. */
async function checkKuaidi100(values: LinkValues, call: BytesHttp): Promise<LinkCheck> {
  const nothing = { carrier: 'shunfeng', trackingNo: '', callbackUrl: '', from: '', to: '', phone: null };
  try {
    await subscribe(values, nothing, call);
  } catch (error) {
    if (!(error instanceof Kuaidi100Refused)) throw error;
    const { code, words } = error;
    if (/^60\d$/.test(code)) return refused('secret', code, words);
    if (!/^70\d$/.test(code)) return refused('other', code, words);
  }
  return { kind: 'ok' };
}

const CHECKS: Readonly<Record<LinkKind, (values: LinkValues, now: number) => Promise<LinkCheck>>> = {
  qimen: (values, now) => checkQimen(values, http, now),
  kuaidi100: (values) => checkKuaidi100(values, http),
  'wechat-pay': async (values) =>
    readPublicKey(values.publicKey ?? '') === null
      ? { kind: 'keys-broken', field: 'publicKey' }
      : { kind: 'keys-read' },
};

/** Tries a link with what is stored, changing nothing there, and says what is wrong. Throws notFound. */
export async function checkLink(
  ctx: Context<UserActor>,
  { linkId }: z.infer<typeof checkLinkInput>,
): Promise<LinkCheck> {
  const link = await openLink(ctx, linkId);
  if (!link) throw notFound('link');
  await ctx.db.tx((tx) => audit(tx, ctx.actor, 'linkAccounts.check', linkId));
  const address = link.values.url ?? link.values.apiBase;
  if (address !== undefined && !isCallable(address, ctx.isLoopbackAllowed))
    return { kind: 'unreached', why: 'address' };
  try {
    return await CHECKS[link.kind](link.values, await ctx.db.now());
  } catch (error) {
    if (error instanceof OutboundFailure) return { kind: 'unreached', why: error.why };
    throw error;
  }
}
