/** One article of the invented shop. `weight` says how well it sells. */
export interface Article {
  readonly sku: string;
  readonly title: string;
  readonly spec: string;
  readonly listFen: number;
  readonly weight: number;
}

/** sku | title | spec | list price in yuan | how well it sells */
const LINES = [
  'CX-MUG-01-B|潮汐马克杯|海蓝 350ml|59.00|9',
  'CX-MUG-01-W|潮汐马克杯|月白 350ml|59.00|8',
  'CX-MUG-02-S|潮汐马克杯 对杯装|海蓝+月白|109.00|5',
  'CX-CUP-11-G|听涛保温杯|雾灰 500ml|129.00|7',
  'CX-CUP-11-P|听涛保温杯|樱粉 500ml|129.00|6',
  'CX-CUP-12-K|听涛焖烧杯|墨黑 750ml|168.00|3',
  'CX-TEA-21-L|浅湾冷泡茶具|三件套|219.00|2',
  'CX-TEA-22-N|浅湾旅行茶具|一壶两杯|178.00|3',
  'CX-POT-31-R|礁石铸铁锅|22cm 朱红|399.00|2',
  'CX-POT-32-M|礁石不粘煎锅|28cm|189.00|4',
  'CX-POT-33-S|礁石雪平锅|18cm|99.00|5',
  'CX-KNF-41-A|白帆厨刀|8 寸|139.00|3',
  'CX-BRD-42-W|白帆相思木砧板|大号|88.00|4',
  'CX-BOX-51-3|渔港保鲜盒|三件套|45.90|9',
  'CX-BOX-52-6|渔港保鲜盒|六件套|79.90|6',
  'CX-TWL-61-B|微澜毛巾|两条装 深蓝|39.90|9',
  'CX-TWL-61-W|微澜毛巾|两条装 米白|39.90|8',
  'CX-TWL-62-L|微澜浴巾|加厚 70x140|69.00|6',
  'CX-BED-71-D|夜航四件套|1.8m 深空灰|329.00|3',
  'CX-BED-71-S|夜航四件套|1.5m 浅沙|299.00|3',
  'CX-PLW-72-M|夜航乳胶枕|中枕|159.00|4',
  'CX-QLT-73-S|夜航夏凉被|200x230|149.00|3',
  'CX-LMP-81-A|灯塔小夜灯|感应款|49.00|7',
  'CX-LMP-82-D|灯塔护眼台灯|白色|199.00|3',
  'CX-FAN-83-U|海风桌面风扇|USB 款|69.90|5',
  'CX-HUM-84-M|晨雾加湿器|2L|139.00|3',
  'CX-KTL-85-S|沸浪电水壶|1.7L 温控|149.00|4',
  'CX-BLD-86-J|沸浪榨汁杯|便携款|119.00|4',
  'CX-AIR-87-F|沸浪空气炸锅|5L|369.00|2',
  'CX-VAC-88-H|逐浪手持吸尘器|无线|499.00|1',
  'CX-BAG-91-T|岸边帆布袋|大号 原色|59.00|6',
  'CX-BAG-92-B|岸边双肩包|雨布款 黑|239.00|3',
  'CX-UMB-93-A|骤雨自动伞|加大 藏青|79.00|5',
  'CX-SLP-94-F|沙滩居家拖鞋|女 37-38|29.90|8',
  'CX-SLP-94-M|沙滩居家拖鞋|男 42-43|29.90|7',
  'CX-NUT-A1-D|归帆每日坚果|30 包|99.90|6',
  'CX-COF-A2-H|归帆挂耳咖啡|20 片 中深烘|78.00|5',
  'CX-SNK-A3-S|归帆海苔脆|12 袋|36.80|7',
  'CX-OIL-A4-V|归帆山茶油|1L 礼盒|268.00|2',
  'CX-GFT-A5-X|归帆年节礼盒|八件|358.00|2',
] as const;

const articleOf = (line: string): Article => {
  const [sku = '', title = '', spec = '', yuan = '', weight = ''] = line.split('|');
  return { sku, title, spec, listFen: Math.round(Number(yuan) * 100), weight: Number(weight) };
};

/** What the shop sells, with list prices in fen. */
export const CATALOGUE: readonly Article[] = LINES.map(articleOf);
