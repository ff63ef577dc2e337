import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { type Keyring, newKeyringText, parseKeyring } from '@/server/privacy/keyring';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import type { CleanUp } from '../clean-up';

export const SHOP = 'storm';
const SEATS = 20;

export interface House {
  readonly db: PooledDatabase;
  readonly keyring: Keyring;
}

/** An embedded database with the default rules and tiers, one shop, and agents at work. */
export async function startHouse(cleanUp: CleanUp): Promise<House> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-storm-${process.pid}`);
  cleanUp.add(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const embedded = await startEmbedded(dataDir);
  cleanUp.add(embedded.stop);
  const db = openDatabase({ url: embedded.url, max: 4, isPipeline: true });
  cleanUp.add(() => db.close());
  await migrate(db);
  await ensureDefaults(db);
  await db.query("insert into groups (id, name) values ('storm', 'storm')");
  await db.query(
    `insert into shops (id, name, platform, channel, group_id) values ($1, $1, 'generic', 'generic', 'storm')`,
    [SHOP],
  );
  await db.query(
    `with people as (insert into users (id, name, email, username, role, group_id)
       select 'seat-' || n, 'Seat ' || n, 'seat-' || n || '@tidewatch.invalid', 'seat-' || n, 'agent', 'storm'
       from generate_series(1, $1) n returning id)
     insert into seats (user_id, state, capacity, skills, seen_at)
     select id, 'accepting', 1000, '{finance}', 'infinity' from people`,
    [SEATS],
  );
  return { db, keyring: parseKeyring(newKeyringText()) };
}
