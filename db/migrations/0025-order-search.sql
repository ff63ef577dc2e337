-- Search by SKU: the articles of an order, out of its facts.
create function order_skus(facts jsonb) returns text[] language sql immutable parallel safe
  return array(select jsonb_path_query(facts, '$.lines.value[*].sku') #>> '{}');
-- fastupdate off: no flush of a pending list in the middle of a batch
create index orders_skus on orders using gin (order_skus(facts)) with (fastupdate = off);
