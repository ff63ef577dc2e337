import type { Instant } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import { Unreadable } from '@/server/channels/channel';
import { openLinkValues } from '@/server/link-accounts/values';
import type { LinkKind, LinkValues } from '@/server/links/link';
import { LINKS } from '@/server/links/links';
import type { OutsideFact } from '@/server/links/outside-fact';
import { type Keyring, KeyringError } from '@/server/privacy/keyring';
import { PURPOSE } from '@/server/privacy/sealed-columns';

/** A stored message with what its link needs to read it. */
export interface MessageRow {
  readonly id: string;
  readonly linkId: string;
  readonly kind: LinkKind;
  readonly topic: string;
  readonly receivedAt: Instant;
  readonly bodyHash: string;
  readonly sealedBody: Buffer | null;
  readonly settings: LinkValues;
  readonly sealedSecrets: Buffer;
}

/** A fact with the message that told it. */
export interface ToldFact<F extends OutsideFact = OutsideFact> {
  readonly message: Pick<MessageRow, 'id' | 'linkId' | 'receivedAt' | 'bodyHash'>;
  readonly fact: F;
}

export interface Aside {
  readonly id: string;
  readonly reason: Reason;
}

function factsOf(keyring: Keyring, row: MessageRow): readonly OutsideFact[] {
  if (row.sealedBody === null) throw new Unreadable({ code: 'body-removed' });
  const body = keyring.open(row.sealedBody, PURPOSE.linkMessage);
  const values = openLinkValues(keyring, row.linkId, row.settings, row.sealedSecrets);
  return LINKS[row.kind].factsOf({ topic: row.topic, body, receivedAt: row.receivedAt }, values);
}

/** Reads messages into facts; what one of them throws concerns that message alone. */
export function decodeMessages(
  keyring: Keyring,
  rows: readonly MessageRow[],
): { readonly told: readonly ToldFact[]; readonly aside: readonly Aside[] } {
  const told: ToldFact[] = [];
  const aside: Aside[] = [];
  for (const row of rows) {
    try {
      told.push(...factsOf(keyring, row).map((fact) => ({ message: row, fact })));
    } catch (error) {
      if (error instanceof Unreadable) aside.push({ id: row.id, reason: error.reason });
      else if (error instanceof KeyringError) aside.push({ id: row.id, reason: { code: 'not-opened' } });
      else throw error;
    }
  }
  return { told, aside };
}
