import { createHash } from 'node:crypto';
import { isEqualText } from '../equal-text';
import type { Link, LinkAnswer, LinkCall, LinkValues } from '../link';
import { readAnswer, readPush } from './push';

/** Upper-hex MD5 of the text and what is secret. Source: the official java-demo of Kuaidi100, SignUtils. */
export const kuaidi100Sign = (text: string, secret: string): string =>
  createHash('md5')
    .update(text + secret)
    .digest('hex')
    .toUpperCase();

const answer = (status: number, text: string): LinkAnswer => ({
  status,
  type: 'application/json; charset=utf-8',
  text,
});
const secret = /^[\x21-\x7e]{4,100}$/;

/** A push is a form of `sign` and `param`; what is kept is `param`, decoded once. */
function verify({ raw }: LinkCall, values: LinkValues): ReturnType<Link['verify']> {
  const form = new URLSearchParams(raw.toString('utf8'));
  const param = form.get('param') ?? '';
  const signs = form.getAll('sign');
  if (param === '' || form.getAll('param').length !== 1) return { ok: false, refusal: 'form' };
  const { salt = '', secondSalt = '' } = values;
  const isSignedWith = (one: string) => isEqualText((signs[0] ?? '').toUpperCase(), kuaidi100Sign(param, one));
  const isSigned = isSignedWith(salt) || (secondSalt !== '' && isSignedWith(secondSalt));
  if (!isSigned || signs.length !== 1) return { ok: false, refusal: 'signature' };
  const body = Buffer.from(param);
  return { ok: true, key: createHash('sha256').update(body).digest('hex'), topic: '', body };
}

/** Courier traces of Kuaidi100 (快递100): parcels are subscribed to, and the whole list of scans is pushed. */
export const KUAIDI100: Link = {
  kind: 'kuaidi100',
  fields: [
    {
      ...{ name: 'apiBase', isSecret: false, isRequired: true, isAddress: true, pattern: /^https?:\/\/[^\s]{4,190}$/ },
      initial: 'https://poll.kuaidi100.com',
    },
    { name: 'customer', isSecret: false, isRequired: false, initial: '', pattern: /^[\x21-\x7e]{8,64}$/ },
    // For carriers that tell only whoever knows a phone of the parcel, where the platform keeps the receiver's.
    { name: 'senderPhone', isSecret: true, isRequired: false, initial: '', pattern: /^\d[\d-]{3,18}\d$/ },
    { name: 'key', isSecret: true, isRequired: true, initial: '', pattern: secret },
    { name: 'salt', isSecret: true, isRequired: true, initial: '', pattern: secret },
    // Parcels go on being pushed under the salt with which they were subscribed to.
    { name: 'secondSalt', isSecret: true, isRequired: false, initial: '', isSecond: true, pattern: secret },
  ],
  problemIn: () => null,
  verify,
  // To the letter: anything else counts as a failure and is sent again.
  taken: answer(200, '{"result":true,"returnCode":"200","message":"提交成功"}'),
  refused: () => answer(401, '{"result":false,"returnCode":"500","message":"签名不符"}'),
  busy: answer(503, '{"result":false,"returnCode":"500","message":"稍后重试"}'),
  factsOf: ({ topic, body, receivedAt }) => [
    topic === 'live' ? readAnswer(body, receivedAt) : readPush(body, receivedAt),
  ],
};
