import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { assessAddress } from './address';
import { COMPLETE, VAGUE } from './address.test-data';

const assess = (value: string, region = { province: '浙江省', city: '杭州市', district: '西湖区', street: '' }) =>
  assessAddress({ ...region, detail: { state: 'plain', value } });
const vaguenessOf = (value: string) => {
  const assessment = assess(value);
  return assessment.state === 'known' ? assessment.vague : null;
};

describe('assessAddress', () => {
  test.each(VAGUE)('finds "%s" vague', (value) => expect(vaguenessOf(value)).not.toBeNull());

  test.each(COMPLETE)('finds "%s" complete', (value) => expect(vaguenessOf(value)).toBeNull());

  test.each([
    ['小区门口', 'landmark-only', '小区门口'],
    ['村口小卖部', 'landmark-only', '村口小卖部'],
    ['学校旁边', 'landmark-only', '学校旁边'],
    ['浙江省杭州市西湖区', 'empty-detail', ''],
    ['文三路', 'no-number', '文三路'],
    ['12号', 'too-short', ''],
  ])('says why "%s" is vague: %s', (value, reason, span) => expect(vaguenessOf(value)).toEqual({ reason, span }));

  test('says so when neither the fields nor the line name a region', () => {
    const nowhere = { province: '', city: '', district: '', street: '' };
    expect(assess('兴丰路6号', nowhere)).toMatchObject({ vague: { reason: 'no-region' } });
    expect(assess('浙江省杭州市西湖区文三路90号', nowhere)).toMatchObject({ vague: null });
    expect(assess('上海徐汇区中山西路2020号', nowhere)).toMatchObject({ vague: null });
  });

  test('takes the street field into account', () => {
    const region = { province: '浙江省', city: '杭州市', district: '西湖区', street: '文三路' };
    expect(assess('90号', region)).toMatchObject({ vague: null });
  });

  test('never judges a masked or missing address', () => {
    const region = { province: '浙江省', city: '杭州市', district: '西湖区', street: '' };
    expect(assessAddress({ ...region, detail: { state: 'masked', shown: '文三路**号' } })).toEqual({ state: 'masked' });
    expect(assessAddress({ ...region, detail: { state: 'missing' } })).toEqual({ state: 'missing' });
  });

  test.each([
    ['文三路90号临时仓', '临时仓'],
    ['阳光花园代收点', '代收点'],
    ['文三路90号', null],
  ])('marks the relay point in "%s"', (value, relay) => expect(assess(value)).toMatchObject({ relay }));

  test('quotes no more than twelve characters and no number of the address', () => {
    for (const value of VAGUE) {
      const span = vaguenessOf(value)?.span ?? '';
      expect(Array.from(span).length).toBeLessThanOrEqual(12);
      expect(span).not.toMatch(/\d{3,}/u);
    }
  });

  test('is quick on hostile input', () => {
    const started = performance.now();
    for (const part of ['路', '1', '一', '村1', '园', 'A-', '区', '号路', '的旁边']) assess(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

const file = `${SHARED_DIR}/data/addresses-cn.txt`;
if (!hasShared) console.warn(`SKIPPED: real office addresses are not tested, ${file} is absent`);

/** Read one by one: these lines name a district, a place or a bare road, and no door, building or company. */
const REALLY_VAGUE = [4, 37, 98, 99, 117, 118, 137, 153, 172, 176, 198, 205, 224, 225, 234, 241, 259, 271, 295];

describe.skipIf(!hasShared)('300 real office addresses', () => {
  test('only those without door, building and company are vague', () => {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    expect(lines.length).toBe(300);
    const judgedVague = lines.flatMap((line, index) => (vaguenessOf(line) === null ? [] : [index + 1]));
    const percent = ((judgedVague.length * 100) / lines.length).toFixed(1);
    console.info(`judged vague: ${judgedVague.length} of ${lines.length} (${percent} %)`);
    expect(judgedVague).toEqual(REALLY_VAGUE);
    expect(judgedVague.length / lines.length).toBeLessThan(0.07);
  });
});

test('two hundred lines made to be hard to read are judged within a second', () => {
  const hard = ['区((电话', '((', '(电话', '小区的', '往东', '【工作日', '1-', '花园旁边'].map((part) =>
    part.repeat(500).slice(0, 500),
  );
  const startedMs = performance.now();
  for (let n = 0; n < 200; n += 1) {
    const line = hard[n % hard.length] ?? '';
    assessAddress({
      province: '',
      city: '',
      district: '',
      street: line.slice(0, 100),
      detail: { state: 'plain', value: line },
    });
  }
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});
