import { createHmac } from 'node:crypto';
import { SECOND_MS } from '@/domain/clocks/instant';
import { refusalBy } from './answer';
import { cutToBytes, type Robot } from './robot';

const TEXT_MAX_BYTES = 15_000;

/** base64 of HMAC-SHA256 over nothing, with "timestamp\nsecret" as the key; timestamp in seconds, good for an hour. */
export const feishuSign = (secret: string, timestampS: string): string =>
  createHmac('sha256', `${timestampS}\n${secret}`).update('').digest('base64');

/** Custom bot of a Feishu or Lark group (open.feishu.cn, custom bot guide): a card, at most 100 a minute and 5 a second. */
export const feishuRobot: Robot = {
  hosts: ['open.feishu.cn', 'open.larksuite.com'],
  isAddress: (url) => /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/.test(url.pathname),
  call: ({ url, secret }, { title, lines, link }, now) => {
    const timestamp = String(Math.floor(now / SECOND_MS));
    const signed = secret === null ? {} : { timestamp, sign: feishuSign(secret, timestamp) };
    const content = cutToBytes(lines.join('\n'), TEXT_MAX_BYTES);
    const button = { tag: 'button', text: { tag: 'plain_text', content: link.text }, url: link.url, type: 'primary' };
    const card = {
      config: { wide_screen_mode: true },
      header: { template: 'blue', title: { tag: 'plain_text', content: title } },
      elements: [
        { tag: 'div', text: { tag: 'plain_text', content } },
        { tag: 'action', actions: [button] },
      ],
    };
    return { url: new URL(url), headers: {}, body: JSON.stringify({ ...signed, msg_type: 'interactive', card }) };
  },
  refusalIn: (answer) =>
    refusalBy(answer, { code: 'code', text: 'msg' }, [
      { when: /^19021 /, problem: 'signature' },
      { when: /^19022 /, problem: 'ip' },
      { when: /^19024 /, problem: 'keyword' },
      { when: /^(11232|9499 .*frequen)/i, problem: 'too-often' },
      { when: /^(19001|19002|9499) /, problem: 'address' },
    ]),
};
