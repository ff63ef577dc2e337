import { maskNumbers } from '../../privacy/mask-numbers';
import { hit, NO, signal, unknown } from './signal';

const NO_NOTE = unknown('urgent-phrase', 'note-missing');

/** Words before a phrase that turn it round: 不急, 不是很急, 不用加急, 并不急需, 无需尽快, 别加急 … */
const DENIED_BEFORE =
  /(?:不是|不算|并不|并非|不太|不必|不用|不需要?|不要求?|不赶|不|没有?|无需|无须|毋须|没必要|非|别|勿|莫|未)(?:是|算|很|太|特别|那么|这么|要|用|必|再|给我|帮我|什么|有|要求|需要|十分|非常)*$/u;
/** Words after a phrase that turn it round: 加急就不用了, 尽快不必. */
const DENIED_AFTER =
  /^(?:发货|处理|的话|这个|就|也|都|倒|是|可以|件|单|费|了)*(?:不用|不必|不需要|没必要|免了|就算了|算了|取消)/u;
/** Doubled denials confirm: 不能不加急, 不得不尽快. */
const DOUBLED = /(?:不能不|不得不|不可不|非要|非得|无不|不仅要?|不但要?|不光要?|不止要?)$/u;
const CLAUSE_END = /[,，。.!！?？;；、\n\s]/u;
const LOOK_BEHIND = 10;
const LOOK_AHEAD = 10;

function isDenied(note: string, start: number, end: number): boolean {
  const before = lastClause(note.slice(Math.max(0, start - LOOK_BEHIND), start));
  if (DOUBLED.test(before)) return false;
  return DENIED_BEFORE.test(before) || DENIED_AFTER.test(note.slice(end, end + LOOK_AHEAD));
}

const lastClause = (text: string): string => text.split(CLAUSE_END).at(-1) ?? '';

/** Compiled once per list of phrases; a rule's list is never changed in place. */
const PATTERNS = new WeakMap<readonly string[], RegExp>();

function patternOf(phrases: readonly string[]): RegExp {
  const known = PATTERNS.get(phrases);
  if (known !== undefined) return known;
  const words = phrases
    .filter((phrase) => phrase !== '')
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  const pattern = new RegExp(words.length === 0 ? '(?!)' : words.join('|'), 'g');
  PATTERNS.set(phrases, pattern);
  return pattern;
}

/** The first phrase that is said and meant; null when there is none. */
function saidAndMeant(note: string, phrases: readonly string[]): string | null {
  const pattern = patternOf(phrases);
  pattern.lastIndex = 0;
  for (let found = pattern.exec(note); found !== null; found = pattern.exec(note)) {
    const [phrase] = found;
    if (!isDenied(note, found.index, found.index + phrase.length)) return phrase;
    pattern.lastIndex = found.index + 1;
  }
  return null;
}

/** A note says that it is urgent (生日礼物, 手术急需 …), unless it says the opposite (不急). */
export const urgentPhrase = signal({
  name: 'urgent-phrase',
  params: {
    phrases: {
      kind: 'words',
      default: [
        '生日礼物',
        '手术急需',
        '加急',
        '尽快',
        '今天必须',
        '急用',
        '急需',
        '急件',
        '特急',
        '紧急',
        '火急',
        '着急',
        '很急',
        '赶时间',
        '今天发货',
        '今天就要',
        '马上发货',
        '立刻发货',
        '速发',
        '等着用',
        '救命',
      ],
      oneOf: null,
    },
  },
  evaluate: ({ note }, { phrases }) => {
    if (note === null) return NO_NOTE;
    if (note === '') return NO;
    const said = saidAndMeant(note, phrases);
    return said === null ? NO : hit({ signal: 'urgent-phrase', field: 'note', span: maskNumbers(said) });
  },
});
