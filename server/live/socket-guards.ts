const MAX_PACKETS = 256;
const MAX_BYTES = 1024 * 1024;

/** What a connection still has to send. */
export interface SendQueue {
  readonly packets: number;
  readonly bytes: number;
}

/** Whether a client reads so slowly that it has to be dropped before it fills the memory. */
export const isTooSlow = (queue: SendQueue): boolean => queue.packets > MAX_PACKETS || queue.bytes > MAX_BYTES;

/** How much a client may send: `burst` packets at once and `perSecond` in the long run. */
export interface PacketBudget {
  /** Counts one packet; false when the client has used up what it may send. */
  take(nowMs: number): boolean;
}

export function packetBudget(burst: number, perSecond: number): PacketBudget {
  let left = burst;
  let lastMs: number | null = null;
  return {
    take(nowMs) {
      left = Math.min(burst, left + ((nowMs - (lastMs ?? nowMs)) / 1000) * perSecond);
      lastMs = nowMs;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

interface WaitingPacket {
  readonly data?: string | { readonly byteLength: number };
}
const sizeOf = ({ data }: WaitingPacket) => (typeof data === 'string' ? data.length : (data?.byteLength ?? 0));

/**
 * Reads what waits in the library's buffer and in the WebSocket below it (which holds the packets of one write only).
 * Both are part of no public type, hence the cast; a field that a later version renames reads as empty, which the test of
 * the client that stops reading would notice.
 */
export function sendQueueOf(connection: object): SendQueue {
  const { writeBuffer = [], transport } = connection as {
    readonly writeBuffer?: readonly WaitingPacket[];
    readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } };
  };
  const buffered = writeBuffer.reduce((bytes, packet) => bytes + sizeOf(packet), 0);
  return { packets: writeBuffer.length, bytes: buffered + (transport?.socket?.bufferedAmount ?? 0) };
}
