import * as z from 'zod';
import type { RobotAddress } from '../links/robots/robot';
import type { Keyring } from '../privacy/keyring';

const PURPOSE = 'notice-channel.address';
const shape = z.strictObject({ url: z.string(), secret: z.string().nullable() });

/** Seals where a robot is and what signs for it, as one: whoever knows the address can post through it. */
export const sealAddress = (keyring: Keyring, address: RobotAddress): Buffer =>
  keyring.seal(JSON.stringify(address), PURPOSE);

/** Opens a channel's address. Throws KeyringError. */
export const openAddress = (keyring: Keyring, sealed: Buffer): RobotAddress =>
  shape.parse(JSON.parse(keyring.openText(sealed, PURPOSE)));
