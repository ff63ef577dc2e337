import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 24;

/** A new signing secret in the form of Standard Webhooks: "whsec_" and 192 random bits. */
export const generateSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
