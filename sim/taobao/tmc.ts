import { MINUTE_MS } from '@/domain/clocks/instant';
import { type ThinningShares, thinning } from '../platform/thin';
import { type Answer, refused } from './answer';

/** A message as the platform gives it. */
export interface TmcMessage {
  readonly id: bigint;
  readonly topic: string;
  readonly content: string;
  readonly pub_time: string;
  readonly pub_app_key: string;
  readonly user_id: bigint;
  readonly user_nick: string;
}

interface Waiting {
  readonly message: TmcMessage;
  /** Given and not confirmed: it comes again from then on. */
  hiddenUntil: number;
}

/** When an unconfirmed message comes again is not published. */
const AGAIN_MS = MINUTE_MS;
const QUANTITY = { least: 10, most: 200, usual: 100 };
const MOST_CONFIRMED = 200;

const isGroupOf = (params: ReadonlyMap<string, string>): boolean => (params.get('group_name') ?? '') === '';

/** The message centre of one app: sellers subscribe, messages wait until they are confirmed, and some never come. */
export function messageCentre(shares: ThinningShares, now: () => number) {
  const { thin, lost } = thinning<TmcMessage>(shares);
  const waiting: Waiting[] = [];
  const topics = new Set<string>();
  const confirmedIds = new Set<string>();
  let confirmed = 0;
  let isSilent = false;
  return {
    /** Tells of these: loses some, repeats some, mixes them. Nothing is kept for a seller who has not subscribed. */
    publish(messages: readonly TmcMessage[]): void {
      const wanted = messages.filter(({ topic }) => topics.has(topic));
      for (const message of thin(wanted)) waiting.push({ message, hiddenUntil: 0 });
    },
    permit(params: ReadonlyMap<string, string>): Answer {
      for (const topic of (params.get('topics') ?? '').split(',')) if (topic) topics.add(topic);
      return { is_success: true };
    },
    consume(params: ReadonlyMap<string, string>): Answer {
      const quantity = Number(params.get('quantity') ?? QUANTITY.usual);
      if (!isGroupOf(params)) return refused(15, 'Remote service error', 'isv.group-not-exist', '分组不存在');
      if (!(quantity >= QUANTITY.least && quantity <= QUANTITY.most))
        return refused(41, 'Invalid arguments:quantity', 'isv.invalid-parameter:quantity');
      const given = waiting.filter(({ hiddenUntil }) => hiddenUntil <= now()).slice(0, quantity);
      for (const one of given) one.hiddenUntil = now() + AGAIN_MS;
      return given.length === 0 ? {} : { messages: { tmc_message: given.map(({ message }) => message) } };
    },
    confirm(params: ReadonlyMap<string, string>): Answer {
      const ids = (params.get('s_message_ids') ?? '').split(',').filter((id) => id !== '');
      if (ids.length === 0 || ids.length > MOST_CONFIRMED)
        return refused(41, 'Invalid arguments:s_message_ids', 'isv.invalid-parameter:s_message_ids');
      if (isSilent) return { is_success: false };
      for (const id of ids) {
        const place = waiting.findIndex(({ message, hiddenUntil }) => hiddenUntil > 0 && String(message.id) === id);
        if (place >= 0) waiting.splice(place, 1);
        confirmed += 1;
        confirmedIds.add(id);
      }
      return { is_success: true };
    },
    /** Confirmations are answered, and forgotten. */
    forgetConfirmations(isForgetting: boolean): void {
      isSilent = isForgetting;
    },
    isConfirmed: (id: bigint) => confirmedIds.has(String(id)),
    lost,
    waiting: () => waiting.length,
    counts: () => ({ confirmed, waiting: waiting.length, lost: lost().length }),
  };
}
