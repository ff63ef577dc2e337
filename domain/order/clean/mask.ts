import { MISSING, type Personal } from '../personal';

/** What is shown for a value that arrived as ciphertext. */
export const CIPHERTEXT_SHOWN = '******';

const STARS = /[*＊●•]{2,}/u;
const EDGE_STAR = /^[*＊]|[*＊]$/u;
const SHORT_WITH_STAR = /^.{0,3}[*＊].{0,3}$/u;
/**
 * Ciphertext of the shop platforms: ~…~ (Taobao, Pinduoduo), $…$ and $$… (Taobao, Douyin), ##… and #…# (Douyin).
 * Source: the platforms' decryption documentation and real exports.
 */
const CIPHERTEXT = [
  /^~[^~]{4,}~/u,
  /^\$\$./u,
  /^\$[^$]{4,}\$/u,
  /^##./u,
  /^#[^#]{4,}#/u,
  /^[A-Za-z0-9+/]{32,}={0,2}$/u,
];
const NOT_GIVEN = /^(?:-+|null|undefined|none)?$/iu;
const SHOWN_AT_MOST = 80;

/**
 * Tells a readable value from a masked one (张**, 138****8000, 北京市****), ciphertext, and nothing ('', '-', null).
 * Text of people is read as it is; a value is never guessed back from its mask.
 */
export function detectMask(raw: string | null | undefined): Personal {
  const text = raw?.trim() ?? '';
  if (NOT_GIVEN.test(text)) return MISSING;
  if (CIPHERTEXT.some((form) => form.test(text))) return { state: 'masked', shown: CIPHERTEXT_SHOWN };
  if (STARS.test(text) || EDGE_STAR.test(text) || SHORT_WITH_STAR.test(text)) {
    return { state: 'masked', shown: text.normalize('NFKC').slice(0, SHOWN_AT_MOST) };
  }
  return { state: 'plain', value: text };
}
