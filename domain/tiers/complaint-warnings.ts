import type { ComplaintWarning } from './tier';

/** What customers write when they mean to complain in public or to the authorities. */
const THREATS: Readonly<Record<ComplaintWarning, RegExp>> = {
  authority: /12315|12345|消费者协会|消协|工商局?投诉|市场监管|市监局|黑猫投诉|起诉|打官司|律师函|媒体曝光/gu,
  'bad-review': /差评|一星|1星|恶评|(?:小红书|抖音|微博|朋友圈|网上)曝光/gu,
};
/** Words right before a threat that take it back: 不会给差评, 没有要投诉 … */
const DENIED_BEFORE = /(?:不会|不想|不是|不给|没有?|不用|不必|别|无)(?:要|给|写|打|留|你们?|您|一个|个|去|再|想)*$/u;
const LOOK_BEHIND = 8;

const isMeant = (text: string, at: number): boolean =>
  !DENIED_BEFORE.test(text.slice(Math.max(0, at - LOOK_BEHIND), at));

/** What a message threatens with, each once. Text is NFKC-normalised; a threat that is taken back is none. */
export function complaintWarnings(text: string): readonly ComplaintWarning[] {
  return (Object.keys(THREATS) as ComplaintWarning[]).filter((warning) =>
    [...text.normalize('NFKC').matchAll(THREATS[warning])].some((found) =>
      isMeant(text.normalize('NFKC'), found.index),
    ),
  );
}
