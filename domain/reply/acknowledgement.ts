import { threatensComplaint } from './intent';

const QUESTION =
  /[??]|吗|呢|么(?!事|关系|问题)|嘛$|什么|怎么|怎样|咋|为啥|为何|哪|几[点天号时个]|多久|多少|何时|是不是|能不能|可不可以|有没有|行不行|好不好/u;
/** A bare thanks is short; whoever writes more says something. */
const LONGEST = 24;
const SURE_BP = 7_000;

/** Whether words ask for an answer: a question mark or a word that makes a question. */
export const asksSomething = (text: string): boolean => QUESTION.test(text.normalize('NFKC'));

/**
 * Whether a message is nothing but an acknowledgement (好的, 谢谢, 👌): read as one with certainty, short, without a question,
 * a number or a threat. After a closed conversation such a message needs nobody's answer.
 */
export function isPureAcknowledgement(text: string, intent: string, confidenceBp: number): boolean {
  if (intent !== 'acknowledgement' || confidenceBp < SURE_BP) return false;
  return [...text].length <= LONGEST && !/\d{2,}/u.test(text) && !asksSomething(text) && !threatensComplaint(text);
}
