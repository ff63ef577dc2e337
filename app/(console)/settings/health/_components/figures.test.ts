import { expect, it } from 'vitest';
import { lettersPath, shareText } from './figures';

it('a share is a percentage, never above the whole, and nothing of nothing is a dash', () => {
  expect([shareText(1, 8), shareText(0, 8), shareText(9, 8), shareText(0, 0)]).toEqual([
    '12.5%',
    '0.0%',
    '100.0%',
    '—',
  ]);
});

const aShop = (shopId: string) => ({ id: `shop:${shopId}`, kind: 'shop', shopId }) as const;

it('a number of dead letters opens exactly its shop and kinds, or its link', () => {
  expect(lettersPath(aShop('s 1'))).toBe('/settings/dead-letters?shop=s%201&kinds=unreadable,failing,conflict,fetch');
  expect(lettersPath(aShop('s'), 'retrying')).toBe('/settings/dead-letters?shop=s&kinds=retrying');
  expect(lettersPath({ id: 'qimen:w 1', kind: 'qimen', shopId: null })).toBe('/settings/dead-letters?link=w%201');
  expect(lettersPath({ id: 'qimen:w', kind: 'qimen', shopId: null }, 'retrying')).toBeNull();
  expect(lettersPath({ id: 'wecom:a', kind: 'wecom', shopId: null })).toBeNull();
});
