import { describe, expect, it } from 'vitest';
import { assertJson, assertOwnDownload, assertOwnOrigin, assertShallowJson } from './guard';

const ours = ['https://desk.example.com'];
const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));

describe('assertOwnOrigin', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['no origin at all', {}],
    ['an opaque origin', { origin: 'null' }],
    ['a longer name that begins like ours', { origin: 'https://desk.example.com.evil.example' }],
    ['another site by the browser', { origin: 'https://desk.example.com', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site by the browser', { origin: 'https://desk.example.com', 'sec-fetch-site': 'same-site' }],
    ['a typed address, which never changes anything', { origin: 'https://desk.example.com', 'sec-fetch-site': 'none' }],
  ])('refuses %s', (_, headers) => {
    expect(() => assertOwnOrigin(headers, ours)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  it('lets our own pages pass, in old browsers too', () => {
    assertOwnOrigin({ origin: 'https://desk.example.com', 'sec-fetch-site': 'same-origin' }, ours);
    assertOwnOrigin({ origin: 'https://desk.example.com' }, ours);
  });
});

describe('assertJson', () => {
  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    '',
    'application/json+x',
  ])('refuses "%s", which a form of another site could send', (type) => {
    expect(() => assertJson({ 'content-type': type })).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('accepts JSON with a charset', () => assertJson({ 'content-type': 'Application/JSON; charset=utf-8' }));
});

describe('assertShallowJson', () => {
  it('accepts 32 levels, refuses 33 and 100,000', () => {
    assertShallowJson(nested(32));
    for (const depth of [33, 100_000])
      expect(() => assertShallowJson(nested(depth))).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('counts no bracket inside a string, whatever is escaped in it', () => {
    assertShallowJson(Buffer.from(JSON.stringify({ text: `${'['.repeat(100)}\\" \\\\ "{` })));
  });

  it('counts levels, not brackets', () => {
    assertShallowJson(Buffer.from(JSON.stringify(Array.from({ length: 1000 }, () => [{}]))));
  });
});

describe('assertOwnDownload', () => {
  const ours = ['https://desk.example.com'];

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{}],
    [{ origin: 'https://desk.example.com' }],
  ])('lets the page itself and a typed address have it: %j', (headers) => {
    expect(() => assertOwnDownload(headers, ours)).not.toThrow();
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://evil.example' }],
  ])('refuses another site: %j', (headers) => {
    expect(() => assertOwnDownload(headers, ours)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
