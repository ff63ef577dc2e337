import type { Intent } from './intents';
import type { Occasion } from './occasion';
import type { ReplyState } from './reply-facts';
import type { Template } from './template';
import { careTemplates } from './templates/care';
import { changeTemplates } from './templates/changes';
import { goodsTemplates } from './templates/goods';
import { moneyTemplates } from './templates/money';
import { parcelTemplates } from './templates/parcel';
import { proactiveTemplates } from './templates/proactive';

/** The template matrix, question x state of the order. Earlier templates are preferred. */
export const TEMPLATES: readonly Template[] = [
  ...parcelTemplates,
  ...changeTemplates,
  ...moneyTemplates,
  ...goodsTemplates,
  ...careTemplates,
  ...proactiveTemplates,
];

/** Questions that get no suggestion in any state, and why. Every other cell of the matrix has at least one. */
export const SILENT_INTENTS: ReadonlyMap<Occasion, string> = new Map<Intent, string>([
  ['acknowledgement', 'A customer who says thanks or OK needs no answer; a canned one would open the talk again.'],
]);

/** The templates of one cell, preferred first. */
export const templatesFor = (occasion: Occasion, state: ReplyState): readonly Template[] =>
  SILENT_INTENTS.has(occasion)
    ? []
    : TEMPLATES.filter((template) => template.occasions.includes(occasion) && template.states.includes(state));
