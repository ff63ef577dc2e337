-- The earlier orders of a buyer of a shop are found by one index: with an index of the buyers alone, a planner without
-- statistics joins it with that of all orders of the shop, which costs the more the more orders there are.
drop index orders_buyer;
create index orders_buyer on orders (buyer_id, shop_id, placed_at desc) where buyer_id is not null;
