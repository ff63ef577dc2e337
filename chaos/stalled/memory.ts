import { existsSync, readFileSync } from 'node:fs';

/** What the clients of a server cost at one moment, in bytes. */
export interface Memory {
  readonly resident: number;
  /** Objects and buffers of the process, without what the collector has given back. */
  readonly heap: number;
  /** What the kernel holds of its connections because nobody reads it. */
  readonly unread: number;
}

const SOCKET_TABLES = ['/proc/net/tcp', '/proc/net/tcp6'].filter((file) => existsSync(file));
/** Columns of such a table: number, local address, remote address, state, tx_queue:rx_queue, … */
const [LOCAL, QUEUES] = [1, 4];

function unreadBytes(port: number): number {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let bytes = 0;
  for (const file of SOCKET_TABLES) {
    for (const line of readFileSync(file, 'latin1').split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/u);
      if (columns[LOCAL]?.endsWith(ending)) bytes += Number.parseInt(columns[QUEUES]?.split(':')[0] ?? '0', 16);
    }
  }
  return bytes;
}

function figure(metrics: string, name: string): number {
  const value = Number(
    metrics
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  );
  if (!Number.isFinite(value)) throw new Error(`/metrics does not show ${name}`);
  return value;
}

const KICKS = 'tidewatch_socket_kicks_total{reason="slow"}';

/** What the server says of itself, and the kernel of its connections; `dropped`: clients dropped for reading too slowly. */
export async function look(origin: string): Promise<{ readonly memory: Memory; readonly dropped: number }> {
  const res = await fetch(`${origin}/metrics`);
  if (!res.ok) throw new Error(`/metrics answered ${res.status}`);
  const metrics = await res.text();
  return {
    memory: {
      resident: figure(metrics, 'tidewatch_process_resident_memory_bytes'),
      heap:
        figure(metrics, 'tidewatch_nodejs_heap_size_used_bytes') +
        figure(metrics, 'tidewatch_nodejs_external_memory_bytes'),
      unread: unreadBytes(Number(new URL(origin).port)),
    },
    // Counted from the first one on.
    dropped: metrics.includes(KICKS) ? figure(metrics, KICKS) : 0,
  };
}
