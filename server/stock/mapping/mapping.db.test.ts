import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from '../../root';
import { anActor, requestOf } from '../../testing/acting';
import { type StockHouse, stockHouse } from '../../testing/stock-house';
import { createCaller } from '../../trpc';

let db: TestDatabase;
let house: StockHouse;
beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  house = await stockHouse(db);
});
const asSupervisor = async () =>
  createCaller(appRouter)(requestOf(db, await anActor(db, { role: 'supervisor', groupId: house.groupId }))).stock;

describe('articles that orders name', () => {
  it('and that are mapped to nothing are listed with their orders, those sold most first, also of a shop that keeps no stock', async () => {
    const { shopId } = await aShop(db, { groupId: house.groupId, platform: 'generic' });
    const [much, little, mapped] = [unique('much'), unique('little'), unique('mapped')];
    for (const sku of [much, little, much, mapped]) await house.push(shopId, { sku });
    await house.drain();
    await house.desk().setMapping({ shopId, platformSku: mapped, parts: [{ sku: unique('sku'), quantity: 1 }] });
    expect(await house.desk().seen({ shopId })).toMatchObject({
      rows: [
        { platformSku: much, orders: 2 },
        { platformSku: little, orders: 1 },
      ],
      total: 2,
    });
  });
});

describe('stock.importMappings', () => {
  it('says beforehand what it would change, changes just that, and taken again changes nothing', async () => {
    const { shopId, sku, article } = await house.aStockedShop(5);
    const [fresh, gone, newSku] = [unique('fresh'), unique('gone'), unique('sku')];
    await house.desk().setMapping({ shopId, platformSku: gone, parts: [{ sku, quantity: 1 }] });
    const mappings = [
      { platformSku: article, parts: [{ sku, quantity: 2 }] },
      {
        platformSku: fresh,
        parts: [
          { sku: newSku, quantity: 1 },
          { sku, quantity: 3 },
        ],
        productNo: '77',
        skuNo: '78',
      },
      { platformSku: gone, parts: [] },
    ];
    const would = { added: [fresh], changed: [article], removed: [gone], same: 0, newSkus: [newSku] };
    expect(await house.desk().importMappings({ shopId, mappings, isDryRun: true })).toEqual(would);
    expect((await house.desk().mappings({ shopId })).rows).toHaveLength(2);
    expect(await house.desk().importMappings({ shopId, mappings, isDryRun: false })).toEqual(would);
    expect((await house.desk().mappings({ shopId, text: fresh })).rows).toMatchObject([
      {
        platformSku: fresh,
        productNo: '77',
        skuNo: '78',
        parts: [{ sku }, { sku: newSku, isCounted: false }].sort((a, b) => (a.sku < b.sku ? -1 : 1)),
      },
    ]);
    expect(await house.desk().importMappings({ shopId, mappings, isDryRun: false })).toMatchObject({
      ...{ added: [], changed: [], removed: [], same: 3 },
    });
    const rows = await db.query(`select detail from audit where action = 'stock.importMappings' and ref = $1`, [
      shopId,
    ]);
    expect(rows).toMatchObject([{ detail: { added: 1, changed: 1, removed: 1 } }]);
  });

  it('refuses a supervisor, an article named twice, and a shop that is not there', async () => {
    const one = { platformSku: 'P', parts: [{ sku: 'A', quantity: 1 }] };
    const given = { shopId: 'none', mappings: [one], isDryRun: true };
    await expect((await asSupervisor()).importMappings(given)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(house.desk().importMappings(given)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const twice = house.desk().importMappings({ ...given, mappings: [one, one] });
    await expect(twice).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('stock.setWriting', () => {
  const rule = { isWriting: true, bufferPieces: 5, bufferBp: 0, shareBp: 10_000, doesWriteChanges: true };

  it('refuses a supervisor, a platform that cannot be told, and who has not seen the last change', async () => {
    const { shopId } = await house.aStockedShop(5);
    const given = { shopId, ...rule, version: 1 };
    await expect((await asSupervisor()).setWriting(given)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(house.desk().setWriting(given)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const { shopId: douyin } = await aShop(db, { groupId: house.groupId, platform: 'douyin', channel: 'douyin' });
    await house.desk().setWriting({ ...given, shopId: douyin, version: 0 });
    const late = house.desk().setWriting({ ...given, shopId: douyin, version: 0 });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
    const shops = await house.desk().shops();
    expect(shops.find((shop) => shop.shopId === douyin)).toMatchObject({
      ...{ isWriting: true, bufferPieces: 5, canWrite: true, version: 1, due: 0 },
    });
    expect(shops.find((shop) => shop.shopId === shopId)).toMatchObject({ isWriting: false, canWrite: false });
    const rows = await db.query(`select detail from audit where action = 'stock.setWriting' and ref = $1`, [douyin]);
    expect(rows).toMatchObject([{ detail: rule }]);
  });
});
