import { type Answer, HOUR_MS, ok, refused, SECOND_MS, textIn } from './answer';

const KEPT_MS = 72 * HOUR_MS;
const MOST = 1_000;

/** What an entry says beside its id and time: {origin, msgtype, …} as sync_msg returns it. */
export type EntryFields = Readonly<Record<string, unknown>> & { readonly msgtype: string; readonly origin: number };

/** All that happened in one account, as sync_msg tells it: by cursor, three days back. */
export function messageLog(openKfId: string, now: () => number) {
  const entries: { readonly at: number; readonly entry: Readonly<Record<string, unknown>> }[] = [];
  const prefix = `m${now().toString(36)}`;

  return {
    /** Appends a message or event; returns its msgid. */
    append(fields: EntryFields): string {
      const msgid = `${prefix}_${entries.length + 1}`;
      entries.push({ at: now(), entry: { msgid, send_time: Math.floor(now() / SECOND_MS), ...fields } });
      return msgid;
    },
    sync(body: Readonly<Record<string, unknown>>): Answer {
      if (textIn(body, 'open_kfid') !== openKfId) return refused(95000, 'invalid open_kfid');
      const cursor = textIn(body, 'cursor');
      const match = /^cur(\d{1,9})$/.exec(cursor);
      if (cursor !== '' && match === null) return refused(40058, 'invalid Request Parameter: cursor');
      const limit = typeof body.limit === 'number' ? body.limit : MOST;
      if (limit < 1 || limit > MOST) return refused(40058, 'invalid Request Parameter: limit');
      const oldest = entries.findIndex(({ at }) => at > now() - KEPT_MS);
      const from = Math.max(Number(match?.[1] ?? 0), oldest < 0 ? entries.length : oldest);
      const page = entries.slice(from, from + limit);
      const next = from + page.length;
      return ok({
        next_cursor: `cur${next}`,
        has_more: next < entries.length ? 1 : 0,
        msg_list: page.map(({ entry }) => entry),
      });
    },
  };
}
