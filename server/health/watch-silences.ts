import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isSilent, quietSince, rhythmOf } from '@/domain/health/silence';
import { readAlarmLimits } from './alarm-limits';
import { announceHealth, auditHealth, tellOfIncident } from './incidents';
import { type Heard, readLinkRhythms, readRhythms } from './rhythm';

const JOB = 'watch-silences';

async function begin(tx: Sql, heard: Heard, since: Instant, limitMs: number, now: Instant): Promise<void> {
  const { kind, id, name, groupIds } = heard;
  const begun = await tx.query(
    `insert into ${kind}_silences (${kind}_id, since, limit_ms) values ($1, at_ms($2), $3)
     on conflict (${kind}_id) where ended_at is null do nothing returning 1`,
    [id, since, limitMs],
  );
  if (begun.length === 0) return;
  await tellOfIncident(tx, { kind, id, name, groupIds, notice: 'channel-silent', event: 'silent' });
  await auditHealth(tx, JOB, 'health.silent', id, { limitMs });
  await announceHealth(tx, now);
}

async function end(tx: Sql, { kind, id }: Heard, now: Instant): Promise<void> {
  const ended = await tx.query(
    `update ${kind}_silences set ended_at = now() where ${kind}_id = $1 and ended_at is null returning 1`,
    [id],
  );
  if (ended.length === 0) return;
  await auditHealth(tx, JOB, 'health.heard', id);
  await announceHealth(tx, now);
}

/** It spoke again, or there is nothing left of which it could speak. */
const isOver = ({ silentSince, lastAt, expectedSince }: Heard): boolean =>
  silentSince !== null && (expectedSince === null || (lastAt ?? 0) > silentSince);

/**
 * Notes shops and links of which nothing has come for so many times the normal at this hour as is set, tells those who lead once,
 * and notes when they speak again. Returns how many began or ended.
 */
export async function watchSilences(db: Database): Promise<number> {
  const all = [...(await readRhythms(db)), ...(await readLinkRhythms(db))];
  const { silenceFactor } = await readAlarmLimits(db);
  const now = await db.now();
  let changed = 0;
  for (const heard of all) {
    const rhythm = rhythmOf(heard.longestGapsMs, silenceFactor);
    const since = quietSince(heard.lastAt, heard.expectedSince);
    const isQuiet = isSilent(rhythm, since, now);
    if (rhythm.kind === 'known' && since !== null && isQuiet && heard.silentSince === null) {
      await db.tx((tx) => begin(tx, heard, since, rhythm.limitMs, now));
      changed += 1;
    } else if (!isQuiet && isOver(heard)) {
      await db.tx((tx) => end(tx, heard, now));
      changed += 1;
    }
  }
  return changed;
}
