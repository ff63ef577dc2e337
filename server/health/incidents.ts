import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '../audit';
import { publish } from '../live/publish';
import type { NoticeEvent } from '../notice-channels/channel-fields';
import { postNotices } from '../notice-channels/post-notices';
import { tellPeople } from '../notices/tell-people';

/** Something that is wrong with what is connected. */
interface Incident {
  readonly kind: 'shop' | 'link';
  readonly id: string;
  readonly name: string;
  /** Whom it concerns. */
  readonly groupIds: readonly string[];
  readonly notice: 'channel-silent' | 'pushes-lost';
  readonly event: NoticeEvent;
}

const RECIPIENTS = `select id from users where not banned
  and (role in ('manager', 'admin') or (role = 'supervisor' and group_id = any ($1)))`;

/** Tells open health pages that something has begun or ended. */
export const announceHealth = (tx: Sql, at: Instant) =>
  publish(tx, [{ topic: 'health.changed', rooms: [roomOf.board()], id: 'health', version: 1, patch: { at } }]);

/** Tells those who lead and the notice channels of an incident, once, in the transaction in which it is noted. */
export async function tellOfIncident(tx: Sql, { kind, id, name, groupIds, notice, event }: Incident): Promise<void> {
  const people = await tx.query<{ id: string }>(RECIPIENTS, [groupIds]);
  await tellPeople(
    tx,
    people.map((one) => one.id),
    notice,
    { name, [`${kind}Id`]: id },
  );
  await postNotices(tx, [{ event, groupId: groupIds, orderNo: null }]);
}

/** The audit row of a job that noted something of this connection. */
export const auditHealth = (
  tx: Sql,
  job: string,
  action: `health.${string}`,
  id: string,
  detail: Readonly<Record<string, unknown>> = {},
) => audit(tx, { kind: 'system', job }, action, id, detail);
