import { describe, expect, it } from 'vitest';
import { serverRefusal } from './server-version';

const fit = { versionNum: 150_004, version: '15.4', encoding: 'UTF8', preparedTransactions: 0 };

describe('a database server', () => {
  it.each([150_000, 160_002, 180_004])('of version %i is accepted', (versionNum) => {
    expect(serverRefusal({ ...fit, versionNum })).toBeNull();
  });

  it('older than 15 is refused with its version and the way out', () => {
    const refusal = serverRefusal({ ...fit, versionNum: 140_011, version: '14.11' });
    expect(refusal).toContain('PostgreSQL 14.11; Tidewatch needs PostgreSQL 15 or newer');
    expect(refusal).toContain('DATABASE_URL empty');
  });

  it('with another encoding than UTF8 is refused', () => {
    expect(serverRefusal({ ...fit, encoding: 'SQL_ASCII' })).toContain('encoded in SQL_ASCII');
  });

  it('that allows two-phase commits is refused, since the feed would pass their rows by', () => {
    expect(serverRefusal({ ...fit, preparedTransactions: 10 })).toContain('max_prepared_transactions');
  });
});
