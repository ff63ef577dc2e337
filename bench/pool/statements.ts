import type { Instant } from '@/domain/clocks/instant';
import { cleanMessages } from '@/server/pipeline/clean';
import type { Statement } from '@/server/pipeline/pool';
import { benchOrder } from '../intake/orders';
import { GROUP, SHOP } from './house';

/** What a platform says of an order of the run: that it was paid, and a minute later that its buyer has written a note. */
export interface Said {
  readonly index: number;
  readonly isNews: boolean;
}

const MINUTE_MS = 60_000;

function bodyOf(run: string, { index, isNews }: Said, now: Instant): Buffer {
  const { body } = benchOrder(run, index, now);
  if (isNews) return Buffer.from(body);
  const message = JSON.parse(body);
  const timestamp = new Date(now + MINUTE_MS).toISOString();
  const data = { ...message.data, updatedAt: timestamp, buyerNote: '请用纸箱包装' };
  return Buffer.from(JSON.stringify({ ...message, timestamp, data }));
}

/** The statements of one batch, cleaned as the pipeline does it. */
export function statementsOf(run: string, batch: readonly Said[], now: Instant): readonly Statement[] {
  const { statements, unreadable } = cleanMessages(
    batch.map((said, at) => ({
      id: String(at + 1),
      key: `${run}-${said.index}-${said.isNews}`,
      attempts: 0,
      body: bodyOf(run, said, now),
      receivedAt: now,
      shopId: SHOP,
      platform: 'generic' as const,
      channel: 'generic',
      groupId: GROUP,
    })),
  );
  if (statements.length !== batch.length) throw new Error(`a message was not read: ${unreadable[0]?.reason}`);
  return statements;
}

/** Batches of which one half is new orders and the other half says more of those before; the first is all new. */
export function batchesOf(count: number, size: number): Said[][] {
  const half = size / 2;
  return Array.from({ length: count }, (_, batch) =>
    Array.from({ length: size }, (_, at) =>
      batch === 0 || at < half
        ? { index: batch * size + at, isNews: true }
        : { index: (batch - 1) * size + at - half, isNews: false },
    ),
  );
}
