import { spawn, spawnSync } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { CONTENTS, LANGUAGES, type Language, SNIPPETS } from './snippets';

const SECRET = `whsec_${Buffer.alloc(24, 250).toString('base64')}`;
const RUN: Readonly<Record<Language, readonly [string, (text: string) => string[]]>> = {
  curl: ['bash', (text) => ['-c', text]],
  node: [process.execPath, (text) => ['--input-type=module', '-e', text]],
  python: ['python3', (text) => ['-c', text]],
};

/** By the library of Standard Webhooks. */
function isSigned(body: Buffer, headers: IncomingHttpHeaders): boolean {
  try {
    new Webhook(SECRET).verify(body.toString('utf8'), headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** A door that judges what comes as the product does; resolves to its address, and what it heard. */
async function door() {
  const heard: { isSigned: boolean; message: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    heard.push({ isSigned: isSigned(body, request.headers), message: JSON.parse(body.toString('utf8')) });
    response.end('{"status":"stored"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/generic/shop`, heard };
}

const NEEDS: Readonly<Record<Language, readonly string[]>> = {
  curl: ['bash', 'curl', 'openssl'],
  node: [],
  python: ['python3'],
};
const isHere = (program: string) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
const canRun = (language: Language) => NEEDS[language].every(isHere);
for (const language of LANGUAGES.filter((one) => !canRun(one)))
  console.warn(`SKIPPED: ${language} is not installed here`);

const RUNNABLE = CONTENTS.flatMap((content) => LANGUAGES.filter(canRun).map((language) => ({ content, language })));
const MESSAGES = {
  ping: { type: 'ping' },
  order: {
    type: 'order.paid',
    timestamp: expect.stringMatching(/^2\d{3}-.*Z$/),
    data: { platformOrderNo: expect.stringMatching(/^EX\d{9,}$/), receiver: { city: '杭州市' }, items: [{ qty: 2 }] },
  },
} as const;

it.each(RUNNABLE)(
  'the example of a $content in $language signs its push rightly when it is pasted and run',
  async ({ content, language }) => {
    const { url, heard } = await door();
    const [program, argsOf] = RUN[language];
    const child = spawn(program, argsOf(SNIPPETS[language](url, content)), {
      env: { ...process.env, TIDEWATCH_SECRET: SECRET },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(heard).toMatchObject([{ isSigned: true, message: MESSAGES[content] }]);
  },
);
