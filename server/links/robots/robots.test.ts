import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { dingtalkSign } from './dingtalk';
import { feishuSign } from './feishu';
import { isRobotAddress } from './post';
import { cutToBytes } from './robot';
import { ROBOTS, type RobotKind } from './robots';

const vector = (name: string) =>
  JSON.parse(fs.readFileSync(path.join(SHARED_DIR, `protocols/vectors/${name}.json`), 'utf8')).cases[0];
const message = {
  id: 'notice-1',
  title: '观潮:3 单锁定待核实',
  lines: ['3 单锁定待核实 · 订单 OM1、OM2'],
  link: { text: '打开', url: 'https://desk.example.com/desk' },
  data: { parts: [] },
};
const now = 1_762_790_405_000;

if (!hasShared) console.warn('SKIPPED: the vectors beside the project are absent');

describe('the signature', () => {
  it.skipIf(!hasShared)('of DingTalk is as in the published case', () => {
    const { secret, timestamp, sign } = vector('dingtalk_robot');
    expect(encodeURIComponent(dingtalkSign(secret, timestamp))).toBe(sign);
  });
  it.skipIf(!hasShared)('of Feishu is as in the published case', () => {
    const { secret, timestamp, sign } = vector('feishu_robot');
    expect(feishuSign(secret, timestamp)).toBe(sign);
  });
});

describe('the address', () => {
  const cases: [RobotKind, string, boolean][] = [
    ['wecom-robot', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k', true],
    ['wecom-robot', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send', false],
    ['wecom-robot', 'https://example.com/cgi-bin/webhook/send?key=k', false],
    ['dingtalk-robot', 'https://oapi.dingtalk.com/robot/send?access_token=t', true],
    ['dingtalk-robot', 'https://open.feishu.cn/open-apis/bot/v2/hook/x', false],
    ['feishu-robot', 'https://open.feishu.cn/open-apis/bot/v2/hook/0a-1', true],
    ['feishu-robot', 'https://open.feishu.cn/open-apis/bot/v2/hook/', false],
    ['webhook', 'https://example.com/any', true],
    ['webhook', 'http://example.com/any', false],
    ['webhook', 'https://192.168.1.1/any', false],
    ['webhook', 'http://127.0.0.1:8080/any', false],
    ['webhook', 'not an address', false],
  ];
  it.each(cases)('of a %s %s: %s', (kind, url, isOne) => {
    expect(isRobotAddress(kind, url, false)).toBe(isOne);
  });
  it('on this machine is let through where the installation allows it', () => {
    expect(isRobotAddress('wecom-robot', 'http://127.0.0.1:8080/cgi-bin/webhook/send?key=k', true)).toBe(true);
    expect(isRobotAddress('webhook', 'https://10.0.0.1/', true)).toBe(false);
  });
});

describe('a message', () => {
  it('stays within what the robot takes, and is cut between characters', () => {
    const long = { ...message, lines: ['潮'.repeat(5_000)] };
    const { body } = ROBOTS['wecom-robot'].call({ url: 'https://x.example', secret: null }, long, now);
    const { content } = (JSON.parse(body) as { markdown: { content: string } }).markdown;
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
    expect(content).toContain('…');
    expect(content).toContain(message.link.url);
    expect(cutToBytes('潮汐', 5)).not.toContain('\ufffd');
  });
  it('to a robot without a signature carries none', () => {
    const dingtalk = ROBOTS['dingtalk-robot'].call(
      { url: 'https://x.example/robot/send?access_token=t', secret: null },
      message,
      now,
    );
    expect(dingtalk.url.search).toBe('?access_token=t');
    const feishu = ROBOTS['feishu-robot'].call({ url: 'https://x.example', secret: null }, message, now);
    expect(JSON.parse(feishu.body)).not.toHaveProperty('sign');
  });
});

describe('the answer', () => {
  const cases: [RobotKind, object, string | null][] = [
    ['wecom-robot', { errcode: 0, errmsg: 'ok' }, null],
    ['wecom-robot', { errcode: 45009, errmsg: 'api freq out of limit' }, 'too-often'],
    ['wecom-robot', { errcode: 93000, errmsg: 'invalid webhook url' }, 'address'],
    ['wecom-robot', { errcode: 12345, errmsg: 'new' }, 'other'],
    ['dingtalk-robot', { errcode: 0, errmsg: 'ok' }, null],
    ['dingtalk-robot', { errcode: 310000, errmsg: 'sign not match' }, 'signature'],
    ['dingtalk-robot', { errcode: 310000, errmsg: 'keywords not in content' }, 'keyword'],
    ['dingtalk-robot', { errcode: 310000, errmsg: 'ip 203.0.113.7 not in whitelist' }, 'ip'],
    ['dingtalk-robot', { errcode: 130101, errmsg: 'send too fast' }, 'too-often'],
    ['feishu-robot', { code: 0, msg: 'success' }, null],
    ['feishu-robot', { code: 19021, msg: 'sign match fail' }, 'signature'],
    ['feishu-robot', { code: 19024, msg: 'Key Words Not Found' }, 'keyword'],
    ['feishu-robot', { code: 11232, msg: 'frequency limited' }, 'too-often'],
    ['feishu-robot', {}, 'address'],
  ];
  it.each(cases)('of a %s %j means %s', (kind, answer, problem) => {
    expect(ROBOTS[kind].refusalIn(Buffer.from(JSON.stringify(answer)))?.problem ?? null).toBe(problem);
  });
  it('that is no JSON is not a robot', () => {
    expect(ROBOTS['wecom-robot'].refusalIn(Buffer.from('<html>'))).toMatchObject({ problem: 'address' });
  });
});
