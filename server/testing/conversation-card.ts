import type { Database } from '@/db/client';
import { unique } from '@/db/testing/builders';
import { SECOND_MS } from '@/domain/clocks/instant';
import { classifyIntent } from '@/domain/reply/intent';
import { receiveMessages } from '../conversations/receive';
import { TEST_KEYRING } from './acting';

export interface ConversationCard {
  readonly taskId: string;
  readonly customerId: string;
  readonly externalId: string;
  readonly openKfId: string;
}

/** Lets a WeCom customer write these texts now, one after the other, through the code that receives them. */
export async function customerWrites(
  db: Database,
  to: { readonly groupId: string; readonly openKfId: string; readonly externalId: string },
  texts: readonly string[],
): Promise<void> {
  const now = await db.now();
  const messages = texts.map((content, index) => ({
    msgid: unique('msg'),
    open_kfid: to.openKfId,
    external_userid: to.externalId,
    send_time: Math.floor(now / SECOND_MS) - texts.length + index,
    origin: 3,
    msgtype: 'text',
    text: { content },
  }));
  await db.tx((tx) => receiveMessages({ db: tx, keyring: TEST_KEYRING }, to, messages, classifyIntent, now));
}

/** A new WeCom customer who wrote these texts, and the card that opened for them. */
export async function aConversation(
  db: Database,
  groupId: string,
  texts: readonly string[],
): Promise<ConversationCard> {
  const to = { groupId, openKfId: unique('wk'), externalId: unique('wm') };
  await customerWrites(db, to, texts);
  const [card] = await db.query<{ taskId: string; customerId: string }>(
    `select t.id as "taskId", t.customer_id as "customerId" from customer_identities i
     join tasks t on t.state = 'open' and t.customer_id = i.customer_id
     where i.channel = 'wecom' and i.account = $1 and i.external_id = $2`,
    [to.openKfId, to.externalId],
  );
  if (!card) throw new Error('no card was opened for the conversation');
  return { ...card, externalId: to.externalId, openKfId: to.openKfId };
}
