-- The warehouse was asked to let an order be and said no: it is not asked again for the same reason.
alter table warehouse_orders add column cancel_refused_at timestamptz;
