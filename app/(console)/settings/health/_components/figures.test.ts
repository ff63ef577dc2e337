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

it('a number of dead letters opens exactly its shop and kinds', () => {
  expect(lettersPath({ shopId: 's 1' })).toBe(
    '/settings/dead-letters?shop=s%201&kinds=unreadable,failing,conflict,fetch',
  );
  expect(lettersPath({ shopId: 's' }, 'retrying')).toBe('/settings/dead-letters?shop=s&kinds=retrying');
  expect(lettersPath({ shopId: null })).toBeNull();
});
