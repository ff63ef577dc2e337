-- Lists of the orders of one class; a rare one would otherwise be looked for among all orders.
create index orders_class on orders (class, placed_at desc, id desc) where class <> 'normal';
