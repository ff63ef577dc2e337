const HAN = /\p{Script=Han}/u;
const WORD = /[A-Za-z0-9]/;
/** What a code, a number or an address holds inside: `10:30`, `5,000`, `audit:verify`, `send?key=`. */
const INSIDE = /[A-Za-z0-9/=_]/;
const WIDE = new Map([...',;:!?()'].map((mark, index) => [mark, '，；：！？（）'[index]]));
const BRACKETS = new Set('()');
const WIDE_MARKS = new Set([...WIDE.values(), '。', '、']);
/** Names that are written without a space by those who bear them. */
const NAMES = /快递100/g;

/** The message with what is not read as text replaced, place for place: heads and braces of arguments, tags. */
function readable(text) {
  const shown = [...text.replace(/<\/?\w+>/g, (tag) => '\0'.repeat(tag.length))];
  let depth = 0;
  for (let index = 0; index < shown.length; index += 1) {
    if (shown[index] === '}') {
      shown[index] = '\0';
      depth -= 1;
    } else if (shown[index] === '{') {
      depth += 1;
      shown[index] = '\0';
    } else if (depth % 2 === 1) shown[index] = '\0';
  }
  return shown;
}

const isInside = (before, after) =>
  before !== undefined && after !== undefined && INSIDE.test(before) && INSIDE.test(after);

/** What is wrong with a mark or a gap at this place, or null. */
function faultAt(shown, index) {
  const [before, char, after] = [shown[index - 1], shown[index], shown[index + 1]];
  if (WIDE.has(char) && (BRACKETS.has(char) || !isInside(before, after)))
    return `"${char}" must be "${WIDE.get(char)}"`;
  if (char === '.' && before !== undefined && HAN.test(before)) return '"." must be "。"';
  if (char === '「' || char === '」') return `"${char}" must be "${char === '「' ? '“' : '”'}"`;
  if (char === ' ' && (WIDE_MARKS.has(before) || WIDE_MARKS.has(after)))
    return 'no space beside full-width punctuation';
  if (after === undefined) return null;
  if (char === ' ' && after === '%') return 'no space before "%"';
  const isJoint = (HAN.test(char) && WORD.test(after)) || (WORD.test(char) && HAN.test(after));
  return isJoint ? `a space belongs between "${char}" and "${after}"` : null;
}

/**
 * How Chinese texts are set: full-width punctuation in sentences, half-width only inside codes and numbers, “” for quotes,
 * and a space between Chinese and Latin letters or digits. Answers with the faults of one message.
 */
export function punctuationFaults(text) {
  const shown = readable(text.replace(NAMES, '快递百'));
  return [...new Set(shown.flatMap((_char, index) => faultAt(shown, index) ?? []))];
}

/** The Chinese punctuation in a text of another language. */
export function wideMarksIn(text) {
  return [...new Set(text.match(/[，；：！？（）。、「」]/gu) ?? [])].map((mark) => `full-width punctuation "${mark}"`);
}
