/**
 * For the rest of the transaction: PostgreSQL may keep its plans for checking foreign keys, which otherwise are planned
 * again for every row and cost more than the row; and no plan scans a table, since one that was kept from when a table was
 * small would cost hundreds of milliseconds later.
 */
export const KEEP_PLANS = `(select set_config('plan_cache_mode', 'auto', true) || set_config('enable_seqscan', 'off', true))`;
