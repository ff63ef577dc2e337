-- High-risk marks of an order: [{kind, field, span, reason, edition}], null where it has none. A span is a place in a value,
-- never its words.
alter table orders add column marks jsonb;
-- Lists of the orders that have one.
create index orders_marked on orders (placed_at desc, id desc) where marks is not null;

-- Orders that are there already, as far as the database can tell without opening anything: where in a number the fault lies
-- is not known of them, and duty terms may stand in a note. Whatever is said of an order next settles both.
update orders o set marks = m.marks
from (
  select id, jsonb_agg(mark) as marks from (
    select id, jsonb_build_object('kind', 'remote-region', 'field', 'area', 'span', jsonb_build_array(0, length(province)),
      'edition', 'remote-1') as mark
    from orders where province ~ '^(新疆(维吾尔自治区)?|西藏(自治区)?)$'
    union all
    select id, jsonb_build_object('kind', 'phone-malformed', 'field', 'phone', 'span', null,
      'reason', facts->'assessment'->'value'->'phone'->>'problem', 'edition', 'phone-forms-1')
    from orders where facts->'assessment'->'value'->'phone'->>'problem' is not null
  ) found group by id
) m where m.id = o.id;
