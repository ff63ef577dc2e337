import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as oracle from '@wecom/crypto';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { CallbackRefused } from '../sealed-callback';
import { answerUrlCheck, readCallback } from './callback';

const secrets = {
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveId: 'wx5823bf96d3bd56c7',
};
const now = 1_762_876_801_000;

/** A callback as WeCom would post it, made with the published library. */
function callback(event: string, { timestamp = '1762876801', receiveId = secrets.receiveId } = {}) {
  const sealed = oracle.encrypt(secrets.encodingAesKey, event, receiveId);
  const signature = oracle.getSignature(secrets.token, timestamp, '42', sealed);
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce: '42' });
  return { query, body: `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`, sealed };
}
const kfEvent = (corpId = secrets.receiveId) =>
  `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><MsgType><![CDATA[event]]></MsgType>` +
  '<Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENC1]]></Token><OpenKfId><![CDATA[wk1]]></OpenKfId></xml>';
const outcome = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    if (error instanceof CallbackRefused) return error.why;
    throw error;
  }
};

describe('a WeCom callback', () => {
  it('says which account has messages, and the token to pull them with', () => {
    const { query, body } = callback(kfEvent());
    expect(readCallback(secrets, query, body, now)).toEqual({ openKfId: 'wk1', syncToken: 'ENC1' });
  });
  it.skipIf(!hasShared)('is read as in the published vector', () => {
    const file = path.join(SHARED_DIR, 'protocols/vectors/wecom_callback.json');
    const vector = JSON.parse(readFileSync(file, 'utf8')).cases[1];
    const { timestamp, nonce, msg_signature } = vector;
    const query = new URLSearchParams({ timestamp, nonce, msg_signature });
    const body = `<xml><Encrypt><![CDATA[${vector.encrypt}]]></Encrypt></xml>`;
    expect(readCallback(secrets, query, body, now)).toEqual({
      openKfId: 'wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q',
      syncToken: 'ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR',
    });
  });
  it('about something else is genuine and means nothing to us', () => {
    const { query, body } = callback(
      `<xml><ToUserName>${secrets.receiveId}</ToUserName><Event>change_contact</Event></xml>`,
    );
    expect(readCallback(secrets, query, body, now)).toBeNull();
  });
  it.each(['1762876501', '1762877101'])('five minutes off (%s) is accepted', (timestamp) => {
    const { query, body } = callback(kfEvent(), { timestamp });
    expect(readCallback(secrets, query, body, now)).not.toBeNull();
  });
  it.each(['1762876500', '1762877102', '-1762876801', '1762876801000', 'now', ''])(
    'with the time "%s" is refused though rightly signed',
    (timestamp) => {
      const { query, body } = callback(kfEvent(), { timestamp });
      expect(outcome(() => readCallback(secrets, query, body, now))).toBe('stale');
    },
  );
  it('signed twice, wrongly or not at all is refused', () => {
    const { query, body } = callback(kfEvent());
    const twice = new URLSearchParams(query);
    twice.append('msg_signature', query.get('msg_signature') ?? '');
    const wrong = new URLSearchParams(query);
    wrong.set('msg_signature', 'f'.repeat(40));
    const none = new URLSearchParams(query);
    none.delete('msg_signature');
    for (const bad of [twice, wrong, none])
      expect(outcome(() => readCallback(secrets, bad, body, now))).toBe('signature');
  });
  it('meant for another corporation is refused, by its envelope as by its text', () => {
    const envelope = callback(kfEvent(), { receiveId: 'wwOther' });
    expect(outcome(() => readCallback(secrets, envelope.query, envelope.body, now))).toBe('receive-id');
    const text = callback(kfEvent('wwOther'));
    expect(outcome(() => readCallback(secrets, text.query, text.body, now))).toBe('receive-id');
  });
  it('that is no XML, or XML with entities, is refused without being expanded', () => {
    const { query } = callback(kfEvent());
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Encrypt>&a;&a;</Encrypt></xml>';
    for (const body of ['', 'not xml', '<xml>', '{"xml":1}', '<other/>', bomb])
      expect(['message', 'signature']).toContain(outcome(() => readCallback(secrets, query, body, now)));
  });
});

describe('the check of the callback address', () => {
  it('is answered with the decrypted text alone', () => {
    const { query, sealed } = callback('1616140317555161061');
    query.set('echostr', sealed);
    expect(answerUrlCheck(secrets, query, now)).toBe('1616140317555161061');
  });
  it('is refused when the signature is of another text', () => {
    const { query } = callback('1');
    query.set('echostr', callback('2').sealed);
    expect(outcome(() => answerUrlCheck(secrets, query, now))).toBe('signature');
  });
});
