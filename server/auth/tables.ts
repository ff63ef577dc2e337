import type { BetterAuthOptions } from 'better-auth';
import { DAY_MS, SECOND_MS } from '@/domain/clocks/instant';

/** Sign-ins last this long, whatever happens. */
export const SESSION_LIMIT_MS = DAY_MS;

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** Where better-auth finds its tables and columns (db/migrations/0001-people.sql). */
export const authTables = {
  user: {
    modelName: 'users',
    fields: { emailVerified: 'email_verified', ...stamps },
    additionalFields: { groupId: { type: 'string', required: false, input: false, fieldName: 'group_id' } },
  },
  session: {
    modelName: 'sessions',
    fields: { userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', ...stamps },
    expiresIn: SESSION_LIMIT_MS / SECOND_MS,
    disableSessionRefresh: true,
    cookieCache: { enabled: false },
  },
  account: {
    modelName: 'accounts',
    fields: {
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'user_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...stamps,
    },
  },
  verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', ...stamps } },
} as const satisfies BetterAuthOptions;

/** The columns that the username and admin plugins add. */
export const usernameSchema = { user: { fields: { displayUsername: 'display_username' } } } as const;
export const adminSchema = {
  user: { fields: { banReason: 'ban_reason', banExpires: 'ban_expires' } },
  session: { fields: { impersonatedBy: 'impersonated_by' } },
} as const;
