import pg from 'pg';

const { builtins } = pg.types;
/** Missing from the list of names that pg ships. */
const TIMESTAMPTZ_ARRAY = 1185 as (typeof builtins)[keyof typeof builtins];
const parseDate = pg.types.getTypeParser(builtins.TIMESTAMPTZ);
const parseDates = pg.types.getTypeParser(TIMESTAMPTZ_ARRAY);

/** timestamptz as epoch ms (Instant); date stays 'YYYY-MM-DD', since a day is not a point in time. */
const ownParsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, (text) => Number(parseDate(text))],
  [TIMESTAMPTZ_ARRAY, (text) => (parseDates(text) as (Date | null)[]).map((at) => at?.getTime() ?? null)],
  [builtins.DATE, (text) => text],
]);

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : ownParsers.get(oid)) ?? pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * A generic plan made while a table was small costs hundreds of ms later; a lost client would keep its locks, and an idle
 * transaction would hold the change feed back, until the time-outs.
 */
const PIPELINE_SETTINGS = [
  'plan_cache_mode=force_custom_plan',
  'statement_timeout=5s',
  'idle_in_transaction_session_timeout=5s',
  'client_connection_check_interval=1s',
];
const WEB_SETTINGS = ['statement_timeout=30s', 'idle_in_transaction_session_timeout=10s'];

/** What every connection of ours is opened with; `options` of the URL itself come first, so ours win. */
export function connectionConfig(options: {
  readonly url: string;
  readonly isPipeline?: boolean;
  readonly applicationName?: string;
}): pg.ClientConfig {
  const url = new URL(options.url);
  const given = url.searchParams.get('options');
  url.searchParams.delete('options');
  const settings = ['TimeZone=UTC', ...(options.isPipeline ? PIPELINE_SETTINGS : WEB_SETTINGS)];
  return {
    connectionString: url.toString(),
    options: [given, ...settings.map((setting) => `-c ${setting}`)].filter((part) => part !== null).join(' '),
    application_name: options.applicationName ?? 'tidewatch',
    keepAlive: true,
    types,
  };
}
