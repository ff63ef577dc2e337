import { refusalBy } from './answer';
import { cutToBytes, type Robot } from './robot';

const MARKDOWN_MAX_BYTES = 4_096;

/** Message push of a WeCom group (developer.work.weixin.qq.com/document/path/91770): markdown, at most 20 a minute. */
export const wecomRobot: Robot = {
  hosts: ['qyapi.weixin.qq.com'],
  isAddress: (url) => url.pathname === '/cgi-bin/webhook/send' && (url.searchParams.get('key') ?? '') !== '',
  call: ({ url }, { title, lines, link }) => {
    const text = [`**${title}**`, ...lines.map((line) => `> ${line}`)].join('\n');
    const end = `\n[${link.text}](${link.url})`;
    const content = cutToBytes(text, MARKDOWN_MAX_BYTES - Buffer.byteLength(end)) + end;
    return { url: new URL(url), headers: {}, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }) };
  },
  refusalIn: (answer) =>
    refusalBy(answer, { code: 'errcode', text: 'errmsg' }, [
      { when: /^45009 /, problem: 'too-often' },
      { when: /^-1 /, problem: 'busy' },
      { when: /^(93000|93008|40073) /, problem: 'address' },
      { when: /^60020 /, problem: 'ip' },
    ]),
};
