import { acknowledgementSentences } from './intents/acknowledgement';
import { cancelOrderSentences } from './intents/cancel-order';
import { changeAddressSentences } from './intents/change-address';
import { complaintSentences } from './intents/complaint';
import { greetingSentences } from './intents/greeting';
import { invoiceSentences } from './intents/invoice';
import { paymentProblemSentences } from './intents/payment-problem';
import { productQuestionSentences } from './intents/product-question';
import { refundSentences } from './intents/refund';
import { returnExchangeSentences } from './intents/return-exchange';
import { stockQuestionSentences } from './intents/stock-question';
import { unknownSentences } from './intents/unknown';
import { urgentNeedSentences } from './intents/urgent-need';
import { whereIsMyParcelSentences } from './intents/where-is-my-parcel';
import { whyNotShippedSentences } from './intents/why-not-shipped';

/** What a customer's message asks for. */
export const INTENTS = [
  'where-is-my-parcel',
  'why-not-shipped',
  'change-address',
  'cancel-order',
  'refund',
  'return-exchange',
  'complaint',
  'payment-problem',
  'product-question',
  'invoice',
  'stock-question',
  'urgent-need',
  'acknowledgement',
  'greeting',
] as const;
export type Intent = (typeof INTENTS)[number];

/** What a message is read as: one of the intents, or none of them with enough certainty. */
export type ReadIntent = Intent | 'unknown';

/** Training sentences of every intent; those of 'unknown' teach what is none of our business. */
export const INTENT_SENTENCES: Readonly<Record<ReadIntent, readonly string[]>> = {
  'where-is-my-parcel': whereIsMyParcelSentences,
  'why-not-shipped': whyNotShippedSentences,
  'change-address': changeAddressSentences,
  'cancel-order': cancelOrderSentences,
  refund: refundSentences,
  'return-exchange': returnExchangeSentences,
  complaint: complaintSentences,
  'payment-problem': paymentProblemSentences,
  'product-question': productQuestionSentences,
  invoice: invoiceSentences,
  'stock-question': stockQuestionSentences,
  'urgent-need': urgentNeedSentences,
  acknowledgement: acknowledgementSentences,
  greeting: greetingSentences,
  unknown: unknownSentences,
};
