import type { ConnectionHealth } from '@/server/health/connection';

/** A share as a percentage with one digit; a dash where nothing came. */
export const shareText = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((100 * Math.min(part, whole)) / whole).toFixed(1)}%`;

const DEAD = 'unreadable,failing,conflict,fetch';

/** Where the dead letters of a shop are listed: exactly those that its number counts. */
export const lettersPath = ({ shopId }: Pick<ConnectionHealth, 'shopId'>, kinds: string = DEAD): string | null =>
  shopId === null ? null : `/settings/dead-letters?shop=${encodeURIComponent(shopId)}&kinds=${kinds}`;
