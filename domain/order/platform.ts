/** Where an order was placed. A shop belongs to one platform; how it speaks to us is its channel. */
export const PLATFORMS = ['taobao', 'jd', 'douyin', 'pinduoduo', 'wechat', 'generic'] as const;
export type Platform = (typeof PLATFORMS)[number];
