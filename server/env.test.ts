import { describe, expect, it } from 'vitest';
import { EnvError, originsOf, parseEnv } from './env';

describe('parseEnv', () => {
  it('runs with nothing set, on the loopback address, with an embedded database and both roles', () => {
    expect(parseEnv({})).toEqual({
      isProduction: false,
      port: 3000,
      host: '127.0.0.1',
      origin: null,
      databaseUrl: null,
      dataDir: '.data',
      authSecret: null,
      dataKeys: null,
      auditKey: null,
      roles: ['web', 'worker'],
      logLevel: 'info',
      secondFactor: 'required',
      metricsToken: null,
      diskReserveMb: 512,
      isLoopbackAllowed: false,
      shutdownMs: 25_000,
    });
  });

  it('reads an empty variable as one that is not set', () => {
    expect(parseEnv({ PORT: '', ORIGIN: '', ROLES: '', AUTH_SECRET: '' })).toEqual(parseEnv({}));
  });

  it('names every variable that is wrong at once', () => {
    const attempt = () => parseEnv({ PORT: 'http', ORIGIN: 'desk.example.com/', ROLES: 'web,cook', AUTH_SECRET: 'x' });
    expect(attempt).toThrow(EnvError);
    expect(attempt).toThrow(/PORT[\s\S]*ORIGIN[\s\S]*AUTH_SECRET[\s\S]*ROLES/);
  });

  it('refuses an origin with a path, which would never equal the Origin header', () => {
    expect(() => parseEnv({ ORIGIN: 'https://desk.example.com/app' })).toThrow(/ORIGIN/);
    expect(parseEnv({ ORIGIN: 'https://desk.example.com' }).origin).toBe('https://desk.example.com');
  });

  it('demands AUTH_SECRET and DATA_KEYS in production with a database of its own, and says how to make one', () => {
    const production = { NODE_ENV: 'production', DATABASE_URL: 'postgresql://db/tidewatch' };
    expect(() => parseEnv(production)).toThrow(/AUTH_SECRET.*openssl/);
    const keyed = { ...production, AUTH_SECRET: 's'.repeat(32) };
    expect(() => parseEnv(keyed)).toThrow(/DATA_KEYS.*openssl/);
    expect(parseEnv({ ...keyed, DATA_KEYS: 'index:a,k1:b' })).toMatchObject({
      authSecret: 's'.repeat(32),
      dataKeys: 'index:a,k1:b',
    });
  });

  it('needs no secret in production with the embedded database', () => {
    expect(parseEnv({ NODE_ENV: 'production' }).authSecret).toBeNull();
  });

  it('demands ORIGIN where others than this machine can connect', () => {
    expect(() => parseEnv({ HOST: '0.0.0.0' })).toThrow(/ORIGIN/);
    const env = parseEnv({ HOST: '0.0.0.0', ORIGIN: 'https://desk.example.com' });
    expect(originsOf(env, 3000)).toEqual(['https://desk.example.com']);
  });

  it('accepts both names of this machine without ORIGIN', () => {
    expect(originsOf(parseEnv({}), 3000)).toEqual(['http://127.0.0.1:3000', 'http://localhost:3000']);
  });

  it('runs one role alone', () => {
    expect(parseEnv({ ROLES: 'worker' }).roles).toEqual(['worker']);
  });
});
