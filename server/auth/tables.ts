import type { BetterAuthOptions } from 'better-auth';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';

/** Sign-ins last this long, whatever happens. */
export const SESSION_LIMIT_MS = DAY_MS;
/** They end earlier when nobody works or looks at a page for this long. */
export const IDLE_LIMIT_MS = 30 * MINUTE_MS;

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** Where better-auth finds its tables and columns (db/migrations/0001-people.sql, 0017-sign-in.sql). */
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
    additionalFields: { isEnrolling: { type: 'boolean', required: false, input: false, fieldName: 'is_enrolling' } },
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

/** The columns and tables that the plugins add. */
export const usernameSchema = { user: { fields: { displayUsername: 'display_username' } } } as const;
export const adminSchema = {
  user: { fields: { banReason: 'ban_reason', banExpires: 'ban_expires' } },
  session: { fields: { impersonatedBy: 'impersonated_by' } },
} as const;
export const twoFactorSchema = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factors',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
} as const;
