/**
 * The vocabulary by which addresses are judged. All patterns expect text folded by foldAddress (no white space).
 */

const COUNT = '[0-9A-Za-z甲乙丙丁东西南北一二三四五六七八九十百零〇]';

/** Numbers that lead to no door: distances, exits, lines, roads by number, hours, phone numbers, building phases. */
export const NOT_A_DOOR =
  /(?:\d|[一二三四五六七八九十百])+(?:多)?(?:米|公里|千米|里地|分钟)|[GSX]?\d+(?:国道|省道|县道|高速)|(?:\d|[一二三四五六七八九十])+号线|[0-9A-Za-z一二三四五六七八九十东西南北]+号?(?:出口|口|入口|大门|门)|\d+路(?:公交|车|站)|(?:\d|[一二三四五六七八九十])+(?:点|小时)|第?[一二三四五六七八九十\d]+期|\d{7,}/gu;

/** A number with the word that makes it a door, a building, a floor or a room. */
export const DOOR = new RegExp(
  `${COUNT}+(?:[-—~,/、之]${COUNT}+)*(?:号院|号楼|号(?!路|线|桥|公路|国道)|號|弄|栋|棟|幢|座|室|层|單元|单元|户|房间|房|铺|档|排|支弄|部位|区厂房|厂房|#|F(?![A-Za-z])|f(?![A-Za-z])|楼(?!上|下|盘|房|宇)|樓)`,
  'gu',
);

/** Digits that stand for a room or house by themselves: 翠竹大厦1205, 12-803, A838, 老明路88. */
export const BARE_DOOR =
  /[A-Za-z]{0,3}\d{2,5}(?:[-—~][A-Za-z]?\d{1,5})*|[A-Za-z]?\d{1,4}[-—~][A-Za-z]?\d{1,5}|(?<=[路街道巷里村弄园苑])\d{1,5}/gu;

/** Villages count houses by group (王家村三组, 李庄5队), farms of the Xinjiang corps by company (十三团6连). */
export const VILLAGE_GROUP =
  /[\p{Script=Han}]{2,}(?:村|庄|屯|寨|社区|嘎查|坪|湾|坝|冲)(?:委会)?第?(?:\d+|[一二三四五六七八九十]+)(?:村民小组|小组|组|队|社)|(?:\d+|[一二三四五六七八九十]+)团(?:场)?(?:\d+|[一二三四五六七八九十]+)连/u;

const BUILDING_KINDS = [
  '写字楼|办公楼|营销大楼|大楼|大厦|大廈|商厦|中心|广场|公馆|公寓|国际|总部|总部港|SOHO|soho',
  '宾馆|酒店|饭店|饭庄|山庄|度假村|会所|招待所|旅馆|民宿|客栈',
  '医院|卫生院|卫生服务站|卫生室|学校|学院|大学|中学|高中|初中|小学|幼儿园|一中|二中|三中|实验中学|附中',
  '政府|派出所|法院|检察院|税务局|公安局|教育局|供电所|供电局|邮政局|邮局|村委会|居委会|村民委员会|街道办|镇政府|乡政府|党校|消防队|营业厅',
  '银行|支行|分行|营业部|营业点|公司|集团|工厂|[电机纺织钢铁化肥水泥机械食品服装家具印刷]厂|车间|仓库|物流园|地产',
  '花园|家园|小区|嘉园|佳园|名苑|苑|新村|雅居|府邸|华府|名府|家属院|宿舍|大院|名邸|别墅|豪庭|雅庭|公园里|名都|湾里|国典华园|华园|名园|庄园|商住区|住宅区|别墅区',
  '科技园|产业园|工业园|工业园区|创意园|创业园|孵化园|软件园|软件基地|产业基地|园区|工业区|厂区|矿区|矿|农场|林场|牧场|基地|市场|商城|商场|百货|购物中心|装饰城|家居城|建材城|商贸城|茶城|美食城|影城|电子城|华南城|名城|港城|集电港|商务港|创新港',
  '寺|博物馆|图书馆|体育馆|体育场|展览馆|剧院|影院|火车站|高铁站|汽车站|客运站|机场|航站楼|服务区|菜鸟驿站',
].join('|');

/** A place with a name of its own; the group holds the name. */
export const BUILDING = new RegExp(
  `(?<name>[\\p{Script=Han}A-Za-z0-9]{2,16}?)(?:${BUILDING_KINDS})(?!路|街|大道|道|镇|乡|村|桥|[\\p{Script=Han}]?支路)`,
  'gu',
);

/** Offices of which a division has one, so that the division is name enough (西湖区教育局). */
export const OFFICE =
  /(?:人民政府|政府|教育局|公安局|税务局|人民法院|法院|检察院|供电局|人民医院|中医院|党校|体育馆|图书馆|博物馆)/gu;

/** Words that place the door beside something instead of in it. */
export const RELATIVE =
  /(?:往|向)?(?:东|西|南|北)?(?:旁边|旁|边上|边|侧|隔壁|对面|对过|附近|周边|周围|门口|门前|门外|路口|路边|口子上|边上|后面|后边|背后|前面|前边|斜对面|交叉口|交汇处|交界处|交叉处|交口|拐角|拐弯处|转角|里面|楼下|楼上|底下|一带|方向|不远处|尽头|桥头|村口|村头|街口|巷口|岔路口|十字路口|红绿灯|下车点|站台)/u;

/** Kinds without a name: they are everywhere. */
const GENERIC_KINDS =
  '小区|社区|本村|我们村|村里|村口|村头|村子|镇上|镇里|街上|县城|城里|市区|乡下|老家|自己家|我家|家里|学校|校区|校园|小学|中学|大学|幼儿园|医院|卫生院|诊所|药店|药房|超市|小卖部|小卖店|小超市|便利店|商店|小店|杂货店|门市|门市部|饭店|饭馆|餐馆|酒店|宾馆|旅馆|网吧|菜市场|市场|集市|商场|商城|广场|公园|车站|公交车站|公交站台|公交站|地铁站|地铁口|地铁|火车站|汽车站|停车场|加油站|收费站|高速口|银行|邮局|邮政|派出所|政府|村委会|村委|居委会|大队部|大队|工地|项目部|宿舍|宿舍楼|办公楼|办公室|写字楼|大楼|大厦|公司|单位|厂区|工厂|厂里|仓库|车间|大桥|小桥|桥头|河边|水库|祠堂|大门|正门|侧门|后门|前门|东门|西门|南门|北门|校门|铁门|门卫室|门卫|保安室|保安亭|保安|传达室|收发室|值班室|物业|前台|快递点|快递柜|快递站|快递超市|快递|驿站|菜鸟驿站|菜鸟|丰巢柜|丰巢|蜂巢|妈妈驿站|自提点|自提柜|自提|代收点|代收|老地方|那边|这边|那里|这里|十字路口|红绿灯|路口|路边|大路|马路|公路|国道|老街|新街|大街|主街|街道|巷子|胡同|中心|花园|家园|园区|工业园|工业区';

/** Unnamed places and fillers, for striking out. Longest words first so that none leaves a remainder. */
export const GENERIC = new RegExp(longestFirst(GENERIC_KINDS), 'gu');

/** Words that add no name: 我们, 那个, 老, particles. */
export const FILLER =
  /(?:我们|咱们|你们|这个|那个|一个|就在|位于|靠近|临近|的|了|在|到|从|往|向|是|有|放|给|请|收|^[老新大小本那这正]|[里内外处]$)/gu;

/** A landmark as it is spoken, for the span: the unnamed place with its relation. */
export const LANDMARK = new RegExp(
  `(?:${longestFirst(GENERIC_KINDS)})+(?:的)?(?:${RELATIVE.source})?(?:${longestFirst(GENERIC_KINDS)})*`,
  'u',
);

/**
 * Remarks to the courier that say nothing of the place. Without brackets inside and of bounded length, so that a line of
 * nothing but brackets costs no more than another.
 */
export const PICKUP_NOTE =
  /[((【[][^((【[))】\]]{0,60}(?:电话|联系|勿放|不要放|送货上门|放门口|本人签收|工作日|周末)[^((【[))】\]]{0,60}[))】\]]|(?:到了?|送到|送货)?(?:请|先|提前)*(?:打|拨)?(?:电话|手机)(?:联系|通知)?|送货上门|本人签收|放门口/gu;

/** Temporary stores and relay points, where goods change hands out of sight. */
export const RELAY =
  /临时仓库?|临时库房|临时收货点|中转仓|转运仓|集运仓|集货仓|代收货?点|代收站|代收处|转运点|转寄点|代发点/u;

/** A road with its number is an address wherever it is, whatever the road is called (花园路47号, 大学路243号). */
export const ROAD_AND_NUMBER =
  /[\p{Script=Han}A-Za-z0-9]{2,}(?:大道|大街|胡同|路|街|巷|弄|道)(?:[东西南北中]|[一二三四五六七八九十\d]段)?(?:[甲乙丙丁]|\d)[\d甲乙丙丁-]*(?:号(?!路|线|桥)|號|弄|#)/u;

/** A road by name. */
export const ROAD = /[\p{Script=Han}A-Za-z0-9]{1,10}?(?:大道|大街|胡同|公路|路|街|巷|弄|里|道)(?!口)/u;

function longestFirst(words: string): string {
  return words
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|');
}
