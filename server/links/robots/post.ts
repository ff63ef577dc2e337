import type { Instant } from '@/domain/clocks/instant';
import { type BytesHttp, isCallable, OutboundFailure } from '../outbound';
import { type RobotAddress, type RobotMessage, RobotRefused } from './robot';
import { ROBOTS, type RobotKind } from './robots';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** Whether this is the address of such a robot, and one that may be called from this installation. */
export function isRobotAddress(kind: RobotKind, address: string, isLoopbackAllowed: boolean): boolean {
  if (!isCallable(address, isLoopbackAllowed)) return false;
  const url = new URL(address);
  const { hosts, isAddress } = ROBOTS[kind];
  const isItsHost = hosts === null || hosts.includes(url.hostname) || LOOPBACK.test(url.hostname);
  return isItsHost && isAddress(url);
}

/** Posts one message. Throws RobotRefused for what the robot answers, OutboundFailure when it could not be asked. */
export async function postToRobot(
  robot: { readonly kind: RobotKind; readonly address: RobotAddress; readonly isLoopbackAllowed: boolean },
  message: RobotMessage,
  http: BytesHttp,
  now: Instant,
): Promise<void> {
  const { kind, address } = robot;
  if (!isRobotAddress(kind, address.url, robot.isLoopbackAllowed)) throw new OutboundFailure('address');
  const { url, headers, body } = ROBOTS[kind].call(address, message, now);
  const refusal = ROBOTS[kind].refusalIn(await http({ url, headers, body: Buffer.from(body) }));
  if (refusal !== null) throw new RobotRefused(refusal);
}
