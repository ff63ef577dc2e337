-- SKUs of which more left than the ledger had, until somebody counts them.
create index stock_movements_missing on stock_movements (sku, id) where missing > 0;
