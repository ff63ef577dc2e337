import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type FactMap, factOf, mergeEvents } from '@/domain/order/merge-events';
import type { OrderField, OrderStatus } from '@/domain/order/order';
import { sealEvent } from '@/domain/order/seal';
import { PLACES } from '@/server/reference/places';
import { eventsOfRow, rowBody, rowKey } from '../channels/csv/parse';
import type { Message } from '../pipeline/inbox-store';
import { type CheckedRow, checkedRows } from './check-file';
import type { FileVersion } from './file-version';
import type { ImportFile } from './import-file';

/** What importing a row would do: a new order, a changed one, nothing, or nothing because newer is known already. */
export type RowEffect = 'new' | 'changed' | 'same' | 'older';

/** An order as the preview shows it. */
export interface OrderLook {
  readonly status: OrderStatus | null;
  readonly paidAt: Instant | null;
  readonly amountFen: number | null;
  readonly paidFen: number | null;
  readonly refundFen: number | null;
  readonly province: string | null;
}

export interface RowDiff {
  readonly orderNo: string;
  readonly effect: RowEffect;
  readonly before: OrderLook;
  readonly after: OrderLook;
  readonly message: Message;
}

const lookOf = (facts: FactMap): OrderLook => ({
  status: factOf(facts, 'status'),
  paidAt: factOf(facts, 'paidAt'),
  amountFen: factOf(facts, 'amountFen'),
  paidFen: factOf(facts, 'paidFen'),
  refundFen: factOf(facts, 'refundFen'),
  province: factOf(facts, 'receiver')?.province ?? null,
});

/** Merges exactly as the pipeline will, so that the preview cannot promise anything else. */
function diffRow(known: FactMap | undefined, checked: CheckedRow, version: FileVersion, shopId: string): RowDiff[] {
  const { row, facts } = checked;
  if (facts === null) return [];
  const message = { cells: row.cells, asOf: version.asOf, revision: version.revision };
  // The tie-break by hash never decides here: two files differ in their version.
  const spoken = eventsOfRow(message, facts, shopId, '');
  const events = spoken.map((event) => sealEvent(event, PLACES).event);
  const merged = mergeEvents(known ?? {}, events);
  // Only what the file itself says counts: what we make of it (the assessment) may change with a release.
  const fields = new Set(spoken.flatMap((event) => Object.keys(event.fields)));
  const stated = new Map(
    events.flatMap((event) => Object.entries(event.fields).filter(([field]) => fields.has(field))),
  );
  const isChanged = (field: OrderField) => !isDeepStrictEqual(known?.[field]?.value, merged[field]?.value);
  const isOther = ([field, value]: [string, unknown]) => !isDeepStrictEqual(known?.[field as OrderField]?.value, value);
  const effectOnKnown = () => {
    if (([...stated.keys()] as OrderField[]).some(isChanged)) return 'changed';
    return [...stated].some(isOther) ? 'older' : 'same';
  };
  return [
    {
      orderNo: facts.orderNo,
      effect: known === undefined ? 'new' : effectOnKnown(),
      before: lookOf(known ?? {}),
      after: lookOf(merged),
      message: { key: rowKey(message), body: rowBody(message) },
    },
  ];
}

async function diffChunk(sql: Sql, shopId: string, chunk: readonly CheckedRow[], version: FileVersion) {
  const orderNos = chunk.flatMap(({ facts }) => (facts ? [facts.orderNo] : []));
  const rows = await sql.query<{ order_no: string; facts: FactMap }>(
    'select order_no, facts from orders where shop_id = $1 and order_no = any($2)',
    [shopId, orderNos],
  );
  const known = new Map(rows.map((row) => [row.order_no, row.facts]));
  return chunk.flatMap((checked) => diffRow(known.get(checked.facts?.orderNo ?? ''), checked, version, shopId));
}

/** Compares a file with what is stored, `chunkSize` rows and one query at a time; refused rows are left out. */
export async function* diffFile(
  sql: Sql,
  file: ImportFile,
  version: FileVersion,
  now: Instant,
  chunkSize: number,
): AsyncGenerator<RowDiff[]> {
  let chunk: CheckedRow[] = [];
  for await (const checked of checkedRows(file.bytes, now)) {
    chunk.push(checked);
    if (chunk.length < chunkSize) continue;
    yield await diffChunk(sql, file.shopId, chunk, version);
    chunk = [];
  }
  if (chunk.length > 0) yield await diffChunk(sql, file.shopId, chunk, version);
}
