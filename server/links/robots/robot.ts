import type { Instant } from '@/domain/clocks/instant';

/** Where a robot is, and what proves that a message is ours. Whoever knows the address can post through it. */
export interface RobotAddress {
  readonly url: string;
  /** null: the robot was set up without a signature. */
  readonly secret: string | null;
}

/** A notice as every robot shows it. Nothing personal is in it. */
export interface RobotMessage {
  /** The same for every try. */
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Where to look closer, and what to call it. */
  readonly link: { readonly text: string; readonly url: string };
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface RobotCall {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is wrong with a channel, for whoever sets it up; 'other' where only the answer itself tells. */
export type RobotProblem = 'signature' | 'keyword' | 'ip' | 'address' | 'too-often' | 'busy' | 'other';

export interface RobotRefusal {
  readonly problem: RobotProblem;
  /** The robot's own code and words. */
  readonly code: string;
  readonly text: string;
}

/** A message to a group chat or program: how it is put on the wire, and what the answer means. */
export interface Robot {
  /** Whether an address is one of this kind of robot, whatever its host. */
  readonly isAddress: (url: URL) => boolean;
  /** The hosts on which such robots live; null for any. */
  readonly hosts: readonly string[] | null;
  readonly call: (address: RobotAddress, message: RobotMessage, now: Instant) => RobotCall;
  /** null: taken. */
  readonly refusalIn: (answer: Buffer) => RobotRefusal | null;
}

/** A robot answered, and did not take the message. Retryable: the same may be taken later without anybody changing anything. */
export class RobotRefused extends Error {
  readonly isRetryable: boolean;
  constructor(readonly refusal: RobotRefusal) {
    super(`the robot refused: ${refusal.problem} (${refusal.code}: ${refusal.text})`);
    this.name = 'RobotRefused';
    this.isRetryable = refusal.problem === 'too-often' || refusal.problem === 'busy';
  }
}

/** Cut to at most so many bytes of UTF-8, between characters. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes - 3) return `${kept}…`;
    kept += character;
  }
  return kept;
}
