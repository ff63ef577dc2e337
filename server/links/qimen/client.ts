import type { Instant } from '@/domain/clocks/instant';
import { Unreadable } from '../../channels/channel';
import type { LinkValues } from '../link';
import type { BytesHttp } from '../outbound';
import { OutboundFailure } from '../outbound';
import { writeTime } from '../read-time';
import { elementAt, readXml, textAt, writeXml, type XmlTree } from '../xml';
import { qimenSign } from './sign';

/** The warehouse answered, and said no. */
export class QimenRefused extends Error {
  override readonly name = 'QimenRefused';
  constructor(
    readonly code: string,
    readonly words: string,
  ) {
    super(`the warehouse refused: ${code}`);
  }
  /** It could not answer just now: the same call may succeed later. */
  get isRetryable(): boolean {
    return /busy|timeout|unavailable|limit|isp\./i.test(this.code);
  }
  /** The signature, the app or the customer is wrong: a person has to act, and orders wait. */
  get isAboutLink(): boolean {
    return /sign|app.?key|customer|permission|session/i.test(this.code);
  }
}

export interface QimenAnswer {
  /** The warehouse's own number of what it took; '' where it gives none. */
  readonly orderNo: string;
}

const METHOD_PREFIX = 'taobao.qimen.';

/** Makes one signed call. Throws QimenRefused, or OutboundFailure when the warehouse could not be asked. */
export async function callQimen(
  values: LinkValues,
  method: string,
  request: XmlTree,
  http: BytesHttp,
  now: Instant,
): Promise<QimenAnswer> {
  const body = writeXml('request', request);
  const url = new URL(values.url ?? '');
  const query: Readonly<Record<string, string>> = {
    method: METHOD_PREFIX + method,
    timestamp: writeTime(now),
    format: 'xml',
    app_key: values.appKey ?? '',
    v: '2.0',
    sign_method: 'md5',
    customerId: values.customerId ?? '',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  url.searchParams.set('sign', qimenSign(values.appSecret ?? '', url.searchParams, body));
  const answer = await http({ url, body, headers: { 'content-type': 'text/xml; charset=utf-8' } });
  try {
    const response = elementAt(readXml(answer), 'response');
    const flag = textAt(response, 'flag');
    if (flag !== 'success' && flag !== 'failure') throw new OutboundFailure('not-xml');
    if (flag === 'failure') throw new QimenRefused(textAt(response, 'code').slice(0, 64), textAt(response, 'message'));
    return { orderNo: textAt(response, 'deliveryOrderId').slice(0, 64) };
  } catch (error) {
    if (error instanceof Unreadable) throw new OutboundFailure('not-xml');
    throw error;
  }
}
