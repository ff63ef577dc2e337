import { describe, expect, it } from 'vitest';
import { matchRoute, type Route } from './routes';

const route = (method: 'GET' | 'POST', path: string): Route => ({ kind: 'hook', method, path, handle: async () => {} });
const routes = [route('POST', '/hooks/generic/:shopId'), route('GET', '/hooks/wecom/:accountId')];

describe('matchRoute', () => {
  it('finds the route and its parameters', () => {
    expect(matchRoute(routes, 'POST', '/hooks/generic/shop-1')).toMatchObject({
      kind: 'route',
      params: { shopId: 'shop-1' },
    });
  });

  it('tells a wrong method from a path that does not exist', () => {
    expect(matchRoute(routes, 'DELETE', '/hooks/generic/shop-1')).toEqual({ kind: 'other-method' });
    expect(matchRoute(routes, 'POST', '/hooks/other/shop-1')).toEqual({ kind: 'none' });
  });

  it.each([
    '/hooks/generic/',
    '/hooks/generic/a/b',
    '/hooks/generic/%2e%2e',
    `/hooks/generic/${'x'.repeat(65)}`,
    '/hooks/generic/店',
  ])('takes no odd parameter: %s', (path) => {
    expect(matchRoute(routes, 'POST', path)).toEqual({ kind: 'none' });
  });
});
