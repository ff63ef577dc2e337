import { describe, expect, it } from 'vitest';
import { createLog } from './log';

describe('createLog', () => {
  it('cuts out whatever could be personal or secret, also one and two levels down', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    log.info({ password: 'p-1', user: { phone: '13800138000', deep: { cookie: 'c-1' } }, orderNo: 'T1' }, 'said');
    expect(lines[0]).not.toMatch(/p-1|13800138000|c-1/);
    expect(JSON.parse(String(lines[0]))).toMatchObject({ orderNo: 'T1', password: '[hidden]', msg: 'said' });
  });
});
