import { spawn, spawnSync } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { LANGUAGES, type Language, SNIPPETS } from './snippets';

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

/** A door that judges what comes as the product does; resolves to its address and what it judged. */
async function door() {
  const judged: boolean[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    judged.push(isSigned(Buffer.concat(chunks), request.headers));
    response.end('{"status":"stored"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/generic/shop`, judged };
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

it.each(LANGUAGES.filter(canRun))(
  'the example in %s signs its push rightly when it is pasted and run',
  async (language) => {
    const { url, judged } = await door();
    const [program, argsOf] = RUN[language];
    const child = spawn(program, argsOf(SNIPPETS[language](url)), {
      env: { ...process.env, TIDEWATCH_SECRET: SECRET },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(0);
    expect(judged).toEqual([true]);
  },
);
