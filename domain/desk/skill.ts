/** Whoever has it gets the cards that only the finance check asks for. */
export const FINANCE_SKILL = 'finance';
/** The skills offered without being typed; a tier may ask for any other. */
export const USUAL_SKILLS = ['risk', FINANCE_SKILL, 'vip'] as const;

/** Open cards a new seat can have in hand at once, and the bounds within which that can be set. */
export const SEAT_CAPACITY = { usual: 20, min: 1, max: 200 } as const;

export const MAX_SKILLS = 20;
/** A skill's name: up to 20 letters, digits, spaces, _ or -, beginning with a letter or digit. */
export const SKILL_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,19}$/u;
