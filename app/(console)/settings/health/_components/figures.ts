import type { ConnectionHealth } from '@/server/health/connection';

/** A share as a percentage with one digit; a dash where nothing came. */
export const shareText = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((100 * Math.min(part, whole)) / whole).toFixed(1)}%`;

const LINK_KINDS: readonly string[] = ['qimen', 'kuaidi100', 'wechat-pay'];
const DEAD = 'unreadable,failing,conflict,fetch';

type Counted = Pick<ConnectionHealth, 'shopId' | 'kind' | 'id'>;

/**
 * Where the dead letters of a shop or link are listed: exactly those that its number counts. null: nothing of it lies there, as
 * with what goes out to a link and is tried again.
 */
export function lettersPath({ shopId, kind, id }: Counted, kinds?: 'retrying'): string | null {
  if (shopId !== null) return `/settings/dead-letters?shop=${encodeURIComponent(shopId)}&kinds=${kinds ?? DEAD}`;
  if (!LINK_KINDS.includes(kind) || kinds !== undefined) return null;
  return `/settings/dead-letters?link=${encodeURIComponent(id.slice(kind.length + 1))}`;
}
