interface SimLink {
  /** The link's id in the product. */
  readonly linkId: string;
  /** The shops that it serves there. */
  readonly shopIds: readonly string[];
}

/** The warehouse that speaks Qimen: what the product's link knows, and the port on which it expects the warehouse. */
export interface SimQimen extends SimLink {
  readonly port: number;
  readonly appKey: string;
  readonly appSecret: string;
  readonly customerId: string;
  readonly warehouseCode: string;
}

/** Kuaidi100: what the product's link knows, and the port on which it expects the API. */
export interface SimKuaidi100 extends SimLink {
  readonly port: number;
  readonly key: string;
  readonly customer: string;
  readonly salt: string;
}

/** WeChat Pay: what the product's link knows, and the private half of its public key. */
export interface SimWechatPay extends SimLink {
  readonly merchantId: string;
  readonly publicKeyId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly apiV3Key: string;
}

/** The systems beside the shop platforms; null: not played. */
export interface SimOutside {
  readonly qimen: SimQimen | null;
  readonly kuaidi100: SimKuaidi100 | null;
  readonly wechatPay: SimWechatPay | null;
}

export const NO_OUTSIDE: SimOutside = { qimen: null, kuaidi100: null, wechatPay: null };
