import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = `订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额
="4120000000000000001",178.8元,0.0,上海,2020/2/21 0:00,-,0.0
4120000000000000002,21.0,21.0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0
`;
let db: TestDatabase;
let folder: string;

beforeAll(async () => {
  db = await testDatabase();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tidewatch-import-'));
  await fs.writeFile(path.join(folder, 'report.csv'), report);
  await fs.writeFile(path.join(folder, 'broken.csv'), report.replace('="4120000000000000001"', '4.12E+18'));
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/import-orders.ts', ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: db.url, NODE_ENV: 'test' } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const file = (name: string) => path.join(folder, name);
const ordersStored = async () => (await db.query('select 1 from orders')).length;

describe('npm run import', () => {
  it('with --dry-run writes nothing, not even the first shop', async () => {
    const { code, err } = await run(file('report.csv'), '--dry-run');
    expect(code).toBe(1);
    expect(err).toContain('there is no shop yet');
    expect(err).not.toMatch(/\bat .*:\d+:\d+/);
    expect(await db.query('select 1 from shops')).toEqual([]);
  });

  it('imports a file in a process of its own, pipeline included, into the first shop', async () => {
    const { code, out } = await run(file('report.csv'), '--shop', 'tmall', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: 2, stored: 2, isEqual: true, inDatabase: { amountFen: 19_980 } });
    expect(await db.query('select id, platform from shops')).toEqual([{ id: 'tmall', platform: 'taobao' }]);
    expect(await ordersStored()).toBe(2);
  });

  it('refuses a shop that does not exist once there are shops, and names them', async () => {
    const { code, err } = await run(file('report.csv'), '--shop', 'jd');
    expect(code).toBe(1);
    expect(err).toContain('there is no shop jd; name one of these with --shop: tmall');
  });

  it('needs no shop while there is only one, and adds nothing the second time', async () => {
    const { code, out } = await run(file('report.csv'));
    expect(code).toBe(0);
    expect(out).toContain('new 0, changed 0, same 2');
    expect(out).toContain('equal to the file');
  });

  it('with --dry-run ends with 3 where rows would be refused', async () => {
    const { code, out } = await run(file('broken.csv'), '--dry-run');
    expect(code).toBe(3);
    expect(out).toMatch(/row 1, 订单编号, "4\.12E\+18": .*cut digits/);
  });

  it('ends with 3 and the list of rows when the file is refused', async () => {
    const { code, err } = await run(file('broken.csv'));
    expect(code).toBe(3);
    expect(err).toMatch(/nothing was imported[\s\S]*row 1/);
    expect(await ordersStored()).toBe(2);
  });

  it('ends with 2 when it is called wrongly', async () => {
    expect((await run()).code).toBe(2);
    expect((await run(file('report.csv'), '--frobnicate')).code).toBe(2);
  });

  it('ends with 1 when there is no such file', async () => {
    expect((await run(file('absent.csv'))).code).toBe(1);
  });
});
