/** Where the messages have words for the values of a field, the surest first; `any` for all others. */
export const WORDS_OF_FIELDS: Readonly<Record<string, readonly string[]>> = {
  any: ['grants.right_', 'shell.role_'],
  right: ['grants.right_'],
  role: ['shell.role_'],
  platform: ['terms.platform.'],
  channel: ['settings.shops.channels.', 'desk.channel.'],
  disposition: ['desk.decision.'],
  cause: ['desk.cause.'],
  state: ['terms.seatState.'],
  theme: ['common.theme_'],
  density: ['common.density_'],
  locale: ['audit.locale_'],
  skills: ['settings.people.skill_'],
  kind: ['settings.notices.kinds.', 'settings.links.kind_', 'conflicts.kind_'],
  events: ['settings.notices.events.'],
  secondFactor: ['audit.secondFactor_'],
  reason: ['privacy.reason.', 'audit.reason_'],
  field: ['privacy.field.'],
  source: ['terms.source.'],
  names: ['settings.shops.credentials.'],
  sections: ['settings.transfer.section_'],
};

const CHANGE = ' → ';
const LIST = ', ';

/** The values in a text of the log: "a, b → c" holds three. */
export const valuesIn = (text: string): readonly string[] =>
  text.split(CHANGE).flatMap((side) => side.split(LIST).filter((value) => value !== ''));

/** The text with each of its values replaced by its words. */
export const withValues = (text: string, wordsOf: (value: string) => string, between: string): string =>
  text
    .split(CHANGE)
    .map((side) => side.split(LIST).map(wordsOf).join(between))
    .join(CHANGE);
