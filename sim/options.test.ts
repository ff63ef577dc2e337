import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from './options';

const SHOP = ['--shop', 'demo-mall', '--secret', 'whsec_x'];
const refusal = (...args: string[]): string => {
  try {
    readOptions([...SHOP, ...args]);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('the command line of the simulator', () => {
  it('takes several shops, and has a default for everything else', () => {
    const options = readOptions([...SHOP, '--shop', 'second', '--secret', 'whsec_y', '--rate', '120']);
    expect(options.shops).toEqual([
      { id: 'demo-mall', secret: 'whsec_x' },
      { id: 'second', secret: 'whsec_y' },
    ]);
    expect(options).toMatchObject({ ratePerMinute: 120, minutes: 10, scenario: 'normal', wecom: null });
    expect(options.url.href).toBe('http://127.0.0.1:3000/');
  });

  it('sends to this machine alone unless told otherwise', () => {
    expect(refusal('--url', 'https://desk.example.com')).toContain('--allow-remote');
    expect(refusal('--url', 'http://127.0.0.1.example.com')).toContain('--allow-remote');
    expect(refusal('--url', 'http://localhost:4000')).toBe('accepted');
    expect(refusal('--url', 'https://desk.example.com', '--allow-remote')).toBe('accepted');
    expect(refusal('--url', 'file:///etc/passwd')).toContain('http(s)');
  });

  it.each([
    ['a rate of more than 2,000 a second', ['--rate', '120001']],
    ['no rate at all', ['--rate', '']],
    ['more than a day', ['--minutes', '1441']],
    ['more than two million orders', ['--max-orders', '2000001']],
    ['a speed that is no number', ['--speed', 'fast']],
    ['a scenario nobody knows', ['--scenario', 'quiet']],
    ['a flag nobody knows', ['--quietly']],
    ['a shop without its secret', ['--shop', 'other']],
    ['a set-up that is not there', ['--setup', 'no-such-file.json']],
  ])('refuses %s, naming the flag', (_, args) => {
    expect(refusal(...args)).toContain(args[0]?.slice(2));
  });

  it('needs a shop', () => {
    expect(() => readOptions([])).toThrow(UsageError);
  });
});
