/** Names of the rooms a socket can be in. user and group are joined by the server, the others are asked for. */
export const roomOf = {
  user: (userId: string) => `user:${userId}`,
  session: (sessionId: string) => `session:${sessionId}`,
  group: (groupId: string) => `group:${groupId}`,
  order: (orderId: string) => `order:${orderId}`,
  customer: (customerId: string) => `customer:${customerId}`,
  board: () => 'board',
  everyone: () => 'everyone',
} as const;

export type RoomKind = keyof typeof roomOf;

/** Splits a room name; null for anything that is not one of ours. */
export function parseRoom(room: string): { kind: RoomKind; id: string } | null {
  const colon = room.indexOf(':');
  const kind = colon < 0 ? room : room.slice(0, colon);
  const id = colon < 0 ? '' : room.slice(colon + 1);
  if (!Object.hasOwn(roomOf, kind)) return null;
  const isPlain = kind === 'board' || kind === 'everyone';
  if (isPlain !== (id === '') || id.length > 64) return null;
  return { kind: kind as RoomKind, id };
}
