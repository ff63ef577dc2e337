import type { Database, Sql } from '@/db/client';
import { type OfferPart, type OfferRule, type OfferWrite, offerOf, offerWriteOf } from '@/domain/stock/offer';

/** An article of which this node may tell the platform, until its lease is over. */
export interface LeasedWrite extends OfferWrite {
  readonly shopId: string;
  readonly platformSku: string;
  readonly productNo: string;
  readonly skuNo: string;
  /** What the platform offers once it has taken this, and what it offered before as far as that is known. */
  readonly offer: number;
  readonly before: number | null;
  readonly told: string;
  readonly token: string;
  /** 1 for the first try. */
  readonly attempts: number;
}

interface Due {
  readonly platformSku: string;
  readonly shown: number | null;
  readonly told: string;
}
type Rule = OfferRule & { readonly doesWriteChanges: boolean };

const LEASE_SECONDS = 30;
/** Of so many that are due, those with nothing to tell are settled at once. */
const LOOKED_AT = 200;

/** What became of a write whose lease ran out is not known. */
const DUE = `select platform_sku as "platformSku", case when is_open then null else shown end as shown, told::text as told
  from stock_articles where shop_id = $1 and due_at <= now() and product_no <> ''
  order by due_at, platform_sku limit ${LOOKED_AT} for no key update skip locked`;

const PARTS = `select m.platform_sku as "platformSku",
    jsonb_agg(jsonb_build_object('free', i.on_hand - i.reserved, 'quantity', m.quantity, 'isCounted', i.counted_at is not null)) as parts
  from sku_map m join stock_items i using (sku) where m.shop_id = $1 and m.platform_sku = any($2::text[]) group by 1`;

async function ruleOf(tx: Sql, shopId: string): Promise<Rule | null> {
  const [rule] = await tx.query<Rule>(
    `select buffer_pieces as "bufferPieces", buffer_bp as "bufferBp", share_bp as "shareBp",
       does_write_changes as "doesWriteChanges" from stock_shops where shop_id = $1 and is_writing for key share`,
    [shopId],
  );
  return rule ?? null;
}

/**
 * Takes articles of a shop that are due, at most so many, with what the ledger has of them now: the last word wins, however
 * often they moved. The articles are locked before the ledger is read, so that an order that takes some is in both or in
 * neither. Null: nothing is due.
 */
export function leaseWrites(db: Database, shopId: string, atMost: number): Promise<LeasedWrite[] | null> {
  return db.tx(async (tx) => {
    const rule = await ruleOf(tx, shopId);
    if (rule === null) return null;
    const due = await tx.query<Due>(DUE, [shopId]);
    if (due.length === 0) return null;
    const skus = due.map(({ platformSku }) => platformSku);
    const parts = new Map(
      (await tx.query<{ platformSku: string; parts: OfferPart[] }>(PARTS, [shopId, skus])).map((one) => [
        one.platformSku,
        one.parts,
      ]),
    );
    const judged = due.map((one) => {
      const offer = offerOf(parts.get(one.platformSku) ?? [], rule);
      return { ...one, offer, write: offer === null ? null : offerWriteOf(one.shown, offer, rule.doesWriteChanges) };
    });
    await tx.query(
      `update stock_articles set due_at = null, attempts = 0, is_open = false, last_error = null
       where shop_id = $1 and platform_sku = any($2::text[])`,
      [shopId, judged.flatMap(({ write, platformSku }) => (write === null ? [platformSku] : []))],
    );
    const writing = judged
      .flatMap(({ write, offer, ...one }) => (write && offer !== null ? [{ ...one, ...write, offer }] : []))
      .slice(0, atMost);
    const leased = await tx.query<Pick<LeasedWrite, 'platformSku' | 'productNo' | 'skuNo' | 'token' | 'attempts'>>(
      `update stock_articles a set shown = r.offer, is_open = true, token = nextval('stock_article_token'),
         attempts = attempts + 1, due_at = now() + make_interval(secs => ${LEASE_SECONDS})
       from jsonb_to_recordset($2::jsonb) r ("platformSku" text, offer int)
       where a.shop_id = $1 and a.platform_sku = r."platformSku"
       returning a.platform_sku as "platformSku", product_no as "productNo", sku_no as "skuNo", token::text as token, attempts`,
      [shopId, JSON.stringify(writing)],
    );
    const byArticle = new Map(leased.map((one) => [one.platformSku, one]));
    return writing.flatMap(({ shown, ...one }) => {
      const row = byArticle.get(one.platformSku);
      return row ? [{ shopId, before: shown, ...one, ...row }] : [];
    });
  });
}
