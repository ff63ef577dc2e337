import { maskPhone } from '../order/clean/phone';

const DIGIT = '[0-9０-９〇零一二三四五六七八九幺]';
/** What people put between the digits of a number. */
const BETWEEN = '[\\s.\\-_()+·—,，、]{0,2}';
/** Seven digits and more: phone numbers, identity cards, bank cards, order numbers; also in Chinese digits. */
const LONG_NUMBER = new RegExp(`${DIGIT}(?:${BETWEEN}${DIGIT}){6,}[xX]?`, 'gu');
const DATE = /^(?:19|20)\d\d[-.]\d{1,2}[-.]\d{1,2}$/;
const MOBILE = /^1[3-9]\d{9}$/;

function masked(number: string): string {
  if (DATE.test(number)) return number;
  const plain = number.normalize('NFKC').replace(/[^0-9]/g, '');
  if (MOBILE.test(plain)) return maskPhone(plain);
  const characters = [...number.replace(/[^0-9０-９〇零一二三四五六七八九幺xX]/gu, '')];
  return `****${characters.slice(-2).join('')}`;
}

/** Words that a person wrote, with the numbers in them hidden that could name somebody: 13912345678 becomes 139****5678. */
export const maskNumbers = (text: string): string => text.replace(LONG_NUMBER, masked);
