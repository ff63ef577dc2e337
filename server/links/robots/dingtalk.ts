import { createHmac } from 'node:crypto';
import type { Instant } from '@/domain/clocks/instant';
import { refusalBy } from './answer';
import { cutToBytes, type Robot } from './robot';

const TEXT_MAX_BYTES = 18_000;

/** base64 of HMAC-SHA256 over "timestamp\nsecret" with the secret; timestamp in ms, good for an hour. */
export const dingtalkSign = (secret: string, timestampMs: Instant): string =>
  createHmac('sha256', secret).update(`${timestampMs}\n${secret}`).digest('base64');

/** Custom robot of a DingTalk group (open.dingtalk.com, custom robot access): markdown, at most 20 a minute. */
export const dingtalkRobot: Robot = {
  hosts: ['oapi.dingtalk.com'],
  isAddress: (url) => url.pathname === '/robot/send' && (url.searchParams.get('access_token') ?? '') !== '',
  call: (address, { title, lines, link }, now) => {
    const url = new URL(address.url);
    if (address.secret !== null) {
      url.searchParams.set('timestamp', String(now));
      url.searchParams.set('sign', dingtalkSign(address.secret, now));
    }
    const text = [`### ${title}`, ...lines.map((line) => `- ${line}`), '', `[${link.text}](${link.url})`].join('\n');
    const body = { msgtype: 'markdown', markdown: { title, text: cutToBytes(text, TEXT_MAX_BYTES) } };
    return { url, headers: {}, body: JSON.stringify(body) };
  },
  refusalIn: (answer) =>
    refusalBy(answer, { code: 'errcode', text: 'errmsg' }, [
      { when: /^310000 .*(sign|timestamp)/i, problem: 'signature' },
      { when: /^310000 .*keyword/i, problem: 'keyword' },
      { when: /^310000 .*\bip\b/i, problem: 'ip' },
      { when: /^(130101|410100) /, problem: 'too-often' },
      { when: /^-1 /, problem: 'busy' },
      { when: /^(300001|300005|40035) /, problem: 'address' },
    ]),
};
