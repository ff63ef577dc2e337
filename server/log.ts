import { type DestinationStream, type Logger, pino } from 'pino';
import { errorFacts } from './error-facts';

export type Log = Logger;

const HIDDEN = ['password', 'token', 'cookie', 'authorization', 'phone', 'address', 'body', 'secret', 'username'];

/**
 * JSON lines on standard output (or `stream`). Fields that could hold something personal or secret are cut out,
 * and of errors what they repeat of their input.
 */
export function createLog(level: string, stream?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    serializers: { err: (error: unknown) => errorFacts(error) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
  };
  return stream ? pino(options, stream) : pino(options);
}
