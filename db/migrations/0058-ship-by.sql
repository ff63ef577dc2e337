-- What these platforms say is by when an order has to leave, not by when it arrives.
update orders o set facts = (o.facts - 'promisedAt') || jsonb_build_object('shipBy', o.facts->'promisedAt')
from shops s where s.id = o.shop_id and s.channel in ('taobao', 'douyin', 'pinduoduo', 'wechat')
  and o.facts->'promisedAt'->>'source' = 'platform' and not o.facts ? 'shipBy';
