import { describe, expect, it } from 'vitest';
import { decodeFile, readMappingFile } from './mapping-file';

describe('a mapping file', () => {
  it('is read with its heading, bundles, long numbers as they were exported, and quoted cells', () => {
    const text =
      '\ufeff平台 SKU,库存 SKU × 数量,平台商品 ID,平台规格 ID,已回写\r\n' +
      'P1,CUP × 1,\t680001112223,\t4800111222333,5\r\n' +
      '"GIFT ""A"", red","CUP × 2; BOX*1\nTEA x 3",,\r\n' +
      "'=SUM,CUP,,\r\nOLD,,,\r\n\r\n";
    expect(readMappingFile(text)).toEqual({
      mappings: [
        { platformSku: 'P1', parts: [{ sku: 'CUP', quantity: 1 }], productNo: '680001112223', skuNo: '4800111222333' },
        {
          platformSku: 'GIFT "A", red',
          parts: [
            { sku: 'CUP', quantity: 2 },
            { sku: 'BOX', quantity: 1 },
            { sku: 'TEA', quantity: 3 },
          ],
          productNo: '',
          skuNo: '',
        },
        { platformSku: '=SUM', parts: [{ sku: 'CUP', quantity: 1 }], productNo: '', skuNo: '' },
        { platformSku: 'OLD', parts: [], productNo: '', skuNo: '' },
      ],
      problems: [],
    });
  });

  it('names the rows that cannot be taken, and takes nothing of them', () => {
    const text = ',A\nP1,A × 0\nP2,A; A\nP3,A,6.8E+11\nP4,A\nP4,B\n';
    const { mappings, problems } = readMappingFile(text);
    expect(mappings.map(({ platformSku }) => platformSku)).toEqual(['P4']);
    expect(problems).toEqual([
      { row: 1, why: 'no-article' },
      { row: 2, why: 'part' },
      { row: 3, why: 'part' },
      { row: 4, why: 'number' },
      { row: 6, why: 'twice' },
    ]);
    expect(readMappingFile('P1,"A').problems).toEqual([{ row: 1, why: 'quote' }]);
  });

  it('may be written as Chinese Windows does', () => {
    const gbk = new Uint8Array([0xbf, 0xe2, 0xb4, 0xe6]);
    expect(decodeFile(gbk.buffer)).toBe('库存');
    expect(decodeFile(new TextEncoder().encode('平台').buffer as ArrayBuffer)).toBe('平台');
  });
});
