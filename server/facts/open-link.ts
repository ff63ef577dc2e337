import type { Sql } from '@/db/client';
import { openLinkValues } from '@/server/link-accounts/values';
import type { LinkKind, LinkValues } from '@/server/links/link';
import type { SealedDb } from '@/server/privacy/sealed-db';

/** A link with everything that was entered for it. */
export interface OpenedLink {
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly isActive: boolean;
  readonly values: LinkValues;
}

export interface StoredLink {
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly isActive: boolean;
  readonly settings: LinkValues;
  readonly sealed: Buffer;
}

export const LINK_COLUMNS = `l.id as "linkId", l.kind, l.is_active as "isActive", l.settings, l.secrets_sealed as sealed`;

/** A link by its id; null when there is none. Throws KeyringError when its secrets cannot be opened. */
export async function openLink({ db, keyring }: SealedDb<Sql>, linkId: string): Promise<OpenedLink | null> {
  const [link] = await db.query<StoredLink>(`select ${LINK_COLUMNS} from links l where l.id = $1`, [linkId]);
  if (!link) return null;
  const { settings, sealed, ...rest } = link;
  return { ...rest, values: openLinkValues(keyring, linkId, settings, sealed) };
}
