import { z } from 'zod';

/** PostgreSQL takes neither NUL nor half a surrogate pair; WeCom may send both. */
const storable = z.string().transform((text) => Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8'));
const id = storable.pipe(z.string().min(1).max(128));
/** Content we only show: when it is not shaped as documented, the message still counts, by its kind alone. */
const shown = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).partial().optional().catch(undefined);

/** One entry of sync_msg's msg_list. Unknown kinds and fields pass: WeCom adds both without notice. */
const kfMessage = z.object({
  msgid: id,
  open_kfid: id.optional(),
  external_userid: id.optional(),
  send_time: z.number().int().nonnegative().max(99_999_999_999),
  /** 3 the customer, 4 a system event, 5 an employee in the WeCom client. */
  origin: z.number().int(),
  servicer_userid: id.optional(),
  msgtype: storable,
  text: shown({ content: storable }),
  location: shown({ name: storable, address: storable }),
  link: shown({ title: storable, url: storable }),
  miniprogram: shown({ title: storable }),
  msgmenu: shown({ head_content: storable }),
  channels_shop_product: shown({ title: storable }),
  channels_shop_order: shown({ order_id: storable, product_titles: storable }),
  event: z
    .object({
      event_type: storable,
      external_userid: id.optional(),
      scene_param: storable.optional().catch(undefined),
      fail_msgid: id.optional(),
      fail_type: z.number().int().optional(),
      recall_msgid: id.optional(),
      change_type: z.number().int().optional(),
    })
    .optional(),
});
export type KfMessage = z.infer<typeof kfMessage>;

export interface SyncPage {
  readonly nextCursor: string;
  readonly hasMore: boolean;
  readonly messages: readonly KfMessage[];
  /** Entries without the fields every message has: counted, because they cannot be stored. */
  readonly unreadable: number;
}

/** sync_msg's answer; one entry that cannot be read costs none of the others. */
export const syncPage = z
  .object({
    next_cursor: z.string().max(128).default(''),
    has_more: z.number().default(0),
    msg_list: z.array(z.unknown()).default([]),
  })
  .transform((page): SyncPage => {
    const read = page.msg_list.map((entry) => kfMessage.safeParse(entry));
    const messages = read.flatMap((entry) => (entry.success ? [entry.data] : []));
    const unreadable = read.length - messages.length;
    return { nextCursor: page.next_cursor, hasMore: page.has_more === 1, messages, unreadable };
  });

/** Far above what WeChat lets a person write in one message. */
const BODY_LIMIT = 8_000;

const LABELS: Readonly<Record<string, string>> = {
  image: '图片',
  voice: '语音',
  video: '视频',
  file: '文件',
  business_card: '名片',
};

const labelled = (label: string, ...details: readonly (string | undefined)[]): string =>
  [`[${label}]`, ...details.filter((detail) => detail !== undefined && detail !== '')].join(' ');

/** The message as one line of text; what is not text becomes its kind in brackets and what it says of itself. */
export function bodyOf(message: KfMessage): string {
  switch (message.msgtype) {
    case 'text':
      return (message.text?.content ?? '').slice(0, BODY_LIMIT);
    case 'location':
      return labelled('位置', message.location?.name, message.location?.address);
    case 'link':
      return labelled('链接', message.link?.title, message.link?.url);
    case 'miniprogram':
      return labelled('小程序', message.miniprogram?.title);
    case 'msgmenu':
      return labelled('菜单', message.msgmenu?.head_content);
    case 'channels_shop_product':
      return labelled('商品', message.channels_shop_product?.title);
    case 'channels_shop_order':
      return labelled('订单', message.channels_shop_order?.order_id, message.channels_shop_order?.product_titles);
    default:
      return labelled(LABELS[message.msgtype] ?? message.msgtype);
  }
}

/** Whose message or event it is: events carry the ids inside. Null for what concerns no single customer. */
export const externalUserOf = (message: KfMessage): string | null =>
  message.external_userid ?? message.event?.external_userid ?? null;
