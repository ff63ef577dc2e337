-- A transaction that waited for an order writes into its log when it writes, not when it began: the log goes forward.
alter table order_log alter column at set default clock_timestamp();
