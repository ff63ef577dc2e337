import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@/db/client';
import type { Services } from '@/server/context';
import { AppError, ERROR_CODES } from '@/server/errors';
import { discardRest, readBody } from '@/server/http/read-body';
import type { HookRoute } from '@/server/http/routes';
import { announceLink } from '@/server/link-accounts/announce-link';
import type { Link, LinkAnswer, LinkRefusal } from '@/server/links/link';
import { LINKS } from '@/server/links/links';
import { storeLinkMessage } from './message-store';
import { openLink } from './open-link';

export interface LinkDoorParts extends Pick<Services, 'db' | 'keyring' | 'wakeFeed'> {
  /** Called after every commit that stored something. */
  readonly wakeFacts: () => void;
  /** False: nothing more can be stored for now, and senders are told to come again. */
  readonly hasRoom: () => boolean;
  readonly log: { error(facts: object, message: string): void };
}

const BODY_MAX_BYTES = 1024 * 1024;
const RETRY_AFTER_S = 2;
/** The settings show when something was last heard, to this many seconds. */
const NOTED_EVERY = `interval '5 seconds'`;
const NOT_FOUND: LinkAnswer = { status: 404, type: 'application/json', text: '{"status":"unknown-link"}' };

function send(req: IncomingMessage, res: ServerResponse, { status, type, text }: LinkAnswer): void {
  if (res.destroyed) return;
  res.writeHead(status, {
    ...(status === 204 ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': String(RETRY_AFTER_S) } : {}),
  });
  res.end(status === 204 ? undefined : text);
  if (!req.complete) discardRest(req);
}

/** Notes what came to the door, for the people who set the link up. */
async function note(db: Database, linkId: string, refusal: LinkRefusal | null): Promise<boolean> {
  return db.tx(async (tx) => {
    const noted = await tx.query(
      `update links set heard_at = case when $2::text is null then now() else heard_at end,
         refused_at = case when $2::text is null then refused_at else now() end, refusal = coalesce($2::text, refusal)
       where id = $1 and case when $2::text is null then coalesce(heard_at, 'epoch') else coalesce(refused_at, 'epoch') end
         < now() - ${NOTED_EVERY} returning 1`,
      [linkId, refusal],
    );
    if (noted.length > 0) await announceLink(tx, linkId);
    return noted.length > 0;
  });
}

async function receive(parts: LinkDoorParts, link: Link, linkId: string, req: IncomingMessage): Promise<LinkAnswer> {
  if (!parts.hasRoom()) return link.busy;
  const raw = await readBody(req, BODY_MAX_BYTES);
  const opened = await openLink(parts, linkId);
  const isOpen = opened?.isActive === true && opened.kind === link.kind;
  const query = new URL(req.url ?? '/', 'http://localhost').searchParams;
  // Judged for a link that is not there too, so that its refusal takes as long.
  const verdict = link.verify({ raw, query, headers: req.headers }, isOpen ? opened.values : {}, await parts.db.now());
  if (!isOpen) return NOT_FOUND;
  if (!verdict.ok) {
    if (await note(parts.db, linkId, verdict.refusal)) parts.wakeFeed();
    return link.refused(verdict.refusal);
  }
  const { key, topic, body } = verdict;
  const storedAs = await storeLinkMessage(parts, { linkId, key, topic, body });
  if (storedAs === 'stored') parts.wakeFacts();
  if (await note(parts.db, linkId, null)) parts.wakeFeed();
  return link.taken;
}

/** POST /hooks/<kind>/<link> for every kind of link: 2xx only after the commit. */
export const linkRoutes = (parts: LinkDoorParts): HookRoute[] =>
  Object.values(LINKS).map((link) => ({
    kind: 'hook',
    method: 'POST',
    path: `/hooks/${link.kind}/:linkId`,
    handle: async (req, res, { linkId = '' }) => {
      try {
        send(req, res, await receive(parts, link, linkId, req));
      } catch (error) {
        if (error instanceof AppError && error.code !== 'busy') {
          const { http: status } = ERROR_CODES[error.code];
          return send(req, res, { ...link.busy, status });
        }
        parts.log.error(
          { err: error, linkId },
          'a message of a link could not be stored; the sender was told to retry',
        );
        send(req, res, link.busy);
      }
    },
  }));
