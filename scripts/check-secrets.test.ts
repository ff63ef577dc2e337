import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bitsPerCharacter, checkSecrets } from './check-secrets.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tidewatch-secrets-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
/** Put together here, so that this file itself holds none. */
const KEY = ['q8Rz', 'V0mT', 'y3Kb', 'W7pJ', 'n5Xc', 'D1fG', 'h9Ls', 'A2eU'].join('');

describe('a planted secret is found', () => {
  it.each([
    ['private key', ['-----BEGIN', 'RSA PRIVATE KEY-----'].join(' ')],
    ['AWS access key', `const id = '${['AKIA', 'Q8RZV0MTY3KBW7PJ'].join('')}';`],
    ['Aliyun access key', ['LTAI', '5tQ8rZv0mTy3KbW7pJ'].join('')],
    ['Tencent Cloud secret id', `${['AK', 'ID'].join('')}${KEY}`],
    ['GitHub token', `${['gh', 'p_'].join('')}${KEY}q8Rz`],
    ['npm token', `${['np', 'm_'].join('')}${KEY}q8Rz`],
    ['Slack token', ['xo', 'xb-', KEY].join('')],
    ['model provider key', ['s', 'k-', KEY].join('')],
    ['webhook secret', ['wh', 'sec_', KEY].join('')],
    ['robot address with its key', ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send', KEY].join('?key=')],
    ['password in an address', ['postgresql://tidewatch', 'hunter22@db.example/tidewatch'].join(':')],
    ['secret written into code', `export const api = { secret: '${KEY}' };`],
  ])('%s', (kind, text) => {
    plant('server/deep/one.ts', `// first line\n${text}\n`);
    const found = checkSecrets(root);
    expect(found).toContain(`server/deep/one.ts:2: looks like a ${kind}; take it out and change it where it is used`);
    expect(found.join()).not.toContain(KEY);
  });
});

it('what only names a secret, is made at run time or is a sentence is none', () => {
  plant(
    'server/plain.ts',
    [
      "const secret = process.env.AUTH_SECRET ?? '';",
      "const password = 'correct horse battery staple';",
      "secret: 'a test secret of more than thirty-two characters',",
      `url: \`postgresql://\${user}:\${password}@localhost/tidewatch\``,
      `const secret = \`whsec_\${randomBytes(24).toString('base64')}\`;`,
      "secret: 'the-secret-of-the-customer-service-app',",
    ].join('\n'),
  );
  expect(checkSecrets(root)).toEqual([]);
});

it('a random key has more bits a character than words', () => {
  expect(bitsPerCharacter(KEY)).toBeGreaterThan(4);
  expect(bitsPerCharacter('customer-service-customer')).toBeLessThan(3.9);
});
