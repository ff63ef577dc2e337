import * as z from 'zod';
import { SECOND_FACTOR_POLICIES, type SecondFactorPolicy } from './auth/second-factor';

const PROCESS_ROLES = ['web', 'worker'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional());

const isOrigin = (value: string) => {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) && url.origin === value;
};

const variables = z.object({
  NODE_ENV: z.preprocess(emptyIsAbsent, z.enum(['development', 'test', 'production']).default('development')),
  PORT: z.preprocess(emptyIsAbsent, z.coerce.number('must be a port number').int().min(0).max(65_535).default(3000)),
  HOST: z.preprocess(emptyIsAbsent, z.string().default('127.0.0.1')),
  ORIGIN: optional(z.string().refine(isOrigin, 'must be the address browsers use, like https://desk.example.com')),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')),
  DATA_DIR: z.preprocess(emptyIsAbsent, z.string().default('.data')),
  AUTH_SECRET: optional(z.string().min(32, 'must have at least 32 characters (openssl rand -base64 32)')),
  DATA_KEYS: optional(z.string()),
  AUDIT_KEY: optional(z.base64().length(44, 'must be 32 bytes in base64 (openssl rand -base64 32 makes one)')),
  ROLES: z.preprocess(
    (value) => String(emptyIsAbsent(value) ?? PROCESS_ROLES.join(',')).split(/\s*,\s*/),
    z.array(z.enum(PROCESS_ROLES, 'must name web, worker or both, with a comma between')).nonempty(),
  ),
  LOG_LEVEL: z.preprocess(
    emptyIsAbsent,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  SECOND_FACTOR: z.preprocess(
    emptyIsAbsent,
    z.enum(SECOND_FACTOR_POLICIES, 'must be required or optional').default('required'),
  ),
  METRICS_TOKEN: optional(z.string().min(16, 'must have at least 16 characters')),
  DISK_RESERVE_MB: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(0).max(1_000_000).default(512)),
  OUTBOUND_LOOPBACK: z.preprocess(emptyIsAbsent, z.enum(['on', 'off'], 'must be on or off').default('off')),
  SHUTDOWN_MS: z.preprocess(emptyIsAbsent, z.coerce.number().int().min(100).max(600_000).default(25_000)),
});

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** The settings of this process, read once at the start. */
export interface Env {
  readonly isProduction: boolean;
  /** 0 asks the system for a free port. */
  readonly port: number;
  readonly host: string;
  /** The address browsers use; behind a TLS proxy the public one. Null: this machine only, http://HOST:PORT. */
  readonly origin: string | null;
  /** Null: PostgreSQL from npm runs inside DATA_DIR. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Null only with the embedded database: a generated one is kept in DATA_DIR. */
  readonly authSecret: string | null;
  /** The keys that seal personal values (server/privacy/keyring.ts); null only with the embedded database. */
  readonly dataKeys: string | null;
  /** Signs the audit log's checkpoints; null: a generated one is kept in DATA_DIR. */
  readonly auditKey: string | null;
  readonly roles: readonly ProcessRole[];
  readonly logLevel: string;
  /** Whether managers and admins must sign in with a one-time code as well. */
  readonly secondFactor: SecondFactorPolicy;
  /** Required from readers of /metrics; null: only this machine may read it. */
  readonly metricsToken: string | null;
  /** Free space on the disk of the embedded database below which new orders are refused. */
  readonly diskReserveMb: number;
  /** Whether robots and WeCom may be addressed on this machine: for the stand-ins of demos and tests. */
  readonly isLoopbackAllowed: boolean;
  readonly shutdownMs: number;
}

/** The environment does not say what this process needs; the message says what to set. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads the settings from environment variables. Throws EnvError naming every variable that is wrong. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
    throw new EnvError(`Settings that cannot be used:\n${lines.join('\n')}`);
  }
  const found = parsed.data;
  if (found.NODE_ENV === 'production' && found.DATABASE_URL && !found.AUTH_SECRET) {
    throw new EnvError(
      'Set AUTH_SECRET (at least 32 characters, the same on every node; openssl rand -base64 32 makes one)',
    );
  }
  if (found.NODE_ENV === 'production' && found.DATABASE_URL && !found.DATA_KEYS) {
    throw new EnvError(
      'Set DATA_KEYS, the same on every node: index:KEY,k1:KEY where each KEY is the output of openssl rand -base64 32',
    );
  }
  if (!found.ORIGIN && !LOOPBACK.includes(found.HOST)) {
    throw new EnvError(`Set ORIGIN: with HOST=${found.HOST} the address that browsers use cannot be guessed`);
  }
  return {
    isProduction: found.NODE_ENV === 'production',
    port: found.PORT,
    host: found.HOST,
    origin: found.ORIGIN ?? null,
    databaseUrl: found.DATABASE_URL ?? null,
    dataDir: found.DATA_DIR,
    authSecret: found.AUTH_SECRET ?? null,
    dataKeys: found.DATA_KEYS ?? null,
    auditKey: found.AUDIT_KEY ?? null,
    roles: found.ROLES,
    logLevel: found.LOG_LEVEL,
    secondFactor: found.SECOND_FACTOR,
    metricsToken: found.METRICS_TOKEN ?? null,
    diskReserveMb: found.DISK_RESERVE_MB,
    isLoopbackAllowed: found.OUTBOUND_LOOPBACK === 'on',
    shutdownMs: found.SHUTDOWN_MS,
  };
}

/** The settings of the running process. */
export const readEnv = (): Env => parseEnv(process.env);

/** The addresses whose pages may change something, the public one first; without ORIGIN both names of this machine. */
export function originsOf(env: Pick<Env, 'origin' | 'host'>, port: number): readonly [string, ...string[]] {
  if (env.origin !== null) return [env.origin];
  const host = env.host.includes(':') ? `[${env.host}]` : env.host;
  const other = host === 'localhost' ? '127.0.0.1' : 'localhost';
  return [`http://${host}:${port}`, `http://${other}:${port}`];
}
