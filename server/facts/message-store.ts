import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import { storedReason } from '@/domain/intake/reason';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';

/** A genuine message of a link on its way into the database. */
export interface LinkMessage {
  readonly linkId: string;
  readonly key: string;
  readonly topic: string;
  readonly body: Buffer;
}

export type StoredAs = 'stored' | 'repeat' | 'conflict';

/**
 * Stores a message, sealed, under its permanent key. The same key again stores nothing; with another body it is kept aside,
 * unread, and shown.
 */
export async function storeLinkMessage({ db, keyring }: SealedDb<Sql>, message: LinkMessage): Promise<StoredAs> {
  const { linkId, key, topic, body } = message;
  const sha = createHash('sha256').update(body).digest();
  const sealed = keyring.seal(body, PURPOSE.linkMessage);
  const stored = await db.query(
    `insert into link_messages (link_id, key, topic, body_sha, sealed_body) values ($1, $2, $3, $4, $5)
     on conflict (link_id, key) do nothing returning id`,
    [linkId, key, topic, sha, sealed],
  );
  if (stored.length > 0) return 'stored';
  const [known] = await db.query<{ isSame: boolean }>(
    'select body_sha = $3 as "isSame" from link_messages where link_id = $1 and key = $2',
    [linkId, key, sha],
  );
  if (!known) throw new Error('a message key vanished between two statements');
  if (known.isSame) return 'repeat';
  await db.query(
    `insert into link_messages (link_id, key, topic, body_sha, sealed_body, state, reason, aside_at)
     values ($1, $2, $3, $4, $5, 2, $6, now()) on conflict (link_id, key) do nothing`,
    [
      linkId,
      `${key}#${sha.toString('hex').slice(0, 16)}`,
      topic,
      sha,
      sealed,
      storedReason({ code: 'same-id-other-body' }),
    ],
  );
  return 'conflict';
}
