import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Followed } from './given-orders';

/** The orders under way of an earlier run; none where there is no file. Throws when the file is not one of ours. */
export function readFollowed(file: string | null): readonly Followed[] {
  if (file === null || !existsSync(file)) return [];
  const { orders } = JSON.parse(readFileSync(file, 'utf8')) as { orders?: readonly Followed[] };
  if (!Array.isArray(orders)) throw new Error(`${file} holds no orders of an earlier run`);
  return orders;
}

/** Keeps the orders under way, for nobody but the owner of the file to read. */
export function writeFollowed(file: string | null, orders: readonly Followed[]): void {
  if (file !== null) writeFileSync(file, JSON.stringify({ orders }), { mode: 0o600 });
}
