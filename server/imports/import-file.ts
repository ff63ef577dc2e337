import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import { assertCan } from '../can';
import type { Problem } from '../channels/csv/columns';
import type { KnownLayout } from '../channels/csv/layout';
import type { Actor } from '../context';
import { notFound } from '../errors';
import type { CheckSummary } from './check';
import type { EffectCounts } from './effects';
import type { StoredSums } from './progress';

/** Where a file stands: it comes in, is checked, waits for a decision, and is taken, or ends otherwise. */
export const FILE_STATES = [
  'receiving',
  'checking',
  'unmapped',
  'refused',
  'checked',
  'importing',
  'verifying',
  'done',
  'cancelled',
  'failed',
] as const;
export type FileState = (typeof FILE_STATES)[number];
/** whole: nothing is taken where a row is wrong; good: what can be read is taken. */
export const TAKES = ['whole', 'good'] as const;
export type Take = (typeof TAKES)[number];

export interface ImportFile {
  readonly fileId: string;
  readonly shopId: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha: Buffer;
  readonly exportedAt: Instant | null;
  readonly state: FileState;
  readonly take: Take | null;
  readonly fingerprint: string | null;
  readonly headings: readonly string[] | null;
  readonly layout: KnownLayout | null;
  /** Bytes read while it is checked, orders afterwards. */
  readonly progress: number;
  readonly summary: CheckSummary | null;
  readonly effects: EffectCounts | null;
  readonly stored: number;
  readonly inDatabase: StoredSums | null;
  readonly refusal: Problem | null;
  readonly firstInboxId: string | null;
  readonly runId: string | null;
  readonly createdAt: Instant;
}

export const FILE_COLUMNS = `f.id as "fileId", f.shop_id as "shopId", f.file_name as "fileName", f.size::float8 as size,
  f.file_sha as sha, f.exported_at as "exportedAt", f.state, f.take, f.fingerprint, f.headings, f.layout,
  f.progress::float8 as progress, f.summary, f.effects, f.stored, f.in_database as "inDatabase", f.refusal,
  f.first_inbox_id as "firstInboxId", f.run_id as "runId", f.created_at as "createdAt"`;

export interface ImportShop {
  readonly id: string;
  readonly platform: Platform;
  readonly groupId: string;
}

/** The shop of an import. Throws notFound for one that is unknown or switched off, and what `can` says of the actor. */
export async function loadShop(sql: Sql, actor: Actor, shopId: string): Promise<ImportShop> {
  const [shop] = await sql.query<ImportShop>(
    'select id, platform, group_id as "groupId" from shops where id = $1 and is_active',
    [shopId],
  );
  if (!shop) throw notFound('shop');
  if (actor.kind === 'user') assertCan(actor, 'imports.create', { groupId: shop.groupId }, 'shop');
  return shop;
}

/** A file that the actor may import, locked where `tx` is to change it. Throws notFound. */
export async function loadFile(sql: Sql, actor: Actor, fileId: string, isLocked = false): Promise<ImportFile> {
  const [file] = await sql.query<ImportFile>(
    `select ${FILE_COLUMNS} from import_files f where f.id = $1 ${isLocked ? 'for update' : ''}`,
    [fileId],
  );
  if (!file) throw notFound('file');
  await loadShop(sql, actor, file.shopId);
  return file;
}
