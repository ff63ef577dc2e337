import * as z from 'zod';
import { PLATFORMS } from '@/domain/order/platform';
import type { Rule } from '@/domain/triage/rule';
import { groupFields } from '../groups/group-name';
import { linkFields, linkKindField } from '../link-accounts/link-fields';
import { channelFields, kindField } from '../notice-channels/channel-fields';
import { nameField, roleField, usernameField } from '../people/account';
import { capacityField, skillsField } from '../people/set-seat';

export const FILE_FORMAT = 'tidewatch-settings';
export const FILE_VERSION = 1;

const groupName = groupFields.name;
const text = (max: number) => z.string().trim().min(1).max(max);

const groupEntry = z.strictObject(groupFields);
const personEntry = z.strictObject({
  username: usernameField.transform((name) => name.toLowerCase()),
  name: nameField,
  role: roleField,
  group: groupName.nullable(),
  isActive: z.boolean(),
  skills: skillsField,
  capacity: capacityField,
});
const shopEntry = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,64}$/),
  name: text(40),
  platform: z.enum(PLATFORMS),
  channel: text(40),
  group: groupName,
  isActive: z.boolean(),
});
const wecomEntry = z.strictObject({ corpId: text(64), name: text(80), group: groupName });
const linkEntry = z.strictObject({
  kind: linkKindField,
  name: linkFields.name,
  /** What is not secret. */
  settings: linkFields.values,
  shops: linkFields.shopIds,
  isActive: z.boolean(),
});
const noticeEntry = z.strictObject({
  name: channelFields.name,
  kind: kindField,
  group: groupName.nullable(),
  events: channelFields.events,
  locale: channelFields.locale,
  isActive: z.boolean(),
});
const bilingual = z.strictObject({ 'zh-CN': z.string().max(200), en: z.string().max(200) });
/** What a tier says is checked by the tiers themselves (domain/tiers). */
const tierEntry = z.strictObject({
  id: text(64),
  name: bilingual,
  condition: z.unknown(),
  respond: z.unknown(),
  warn: z.unknown(),
  skill: z.string().max(40).nullable(),
  ownerGroup: groupName.nullable(),
});

/**
 * The settings of an installation as one file. No secret, no password and nothing of a customer is in it; what belongs
 * together is tied by names, so that it means the same elsewhere. A section that is absent is left alone.
 */
export const settingsFile = z.strictObject({
  format: z.literal(FILE_FORMAT),
  version: z.literal(FILE_VERSION),
  exportedAt: z.iso.datetime(),
  groups: z.array(groupEntry).max(500).optional(),
  people: z.array(personEntry).max(2000).optional(),
  shops: z.array(shopEntry).max(500).optional(),
  wecom: z.array(wecomEntry).max(100).optional(),
  links: z.array(linkEntry).max(100).optional(),
  notices: z.array(noticeEntry).max(200).optional(),
  tiers: z.array(tierEntry).max(100).optional(),
  rules: z
    .array(z.custom<Rule>((rule) => typeof rule === 'object' && rule !== null))
    .max(200)
    .optional(),
});

export type SettingsFile = z.infer<typeof settingsFile>;
export type Entry<S extends SectionName> = NonNullable<SettingsFile[S]>[number];

/** The sections in the order in which they are applied: later ones name earlier ones. */
export const SECTION_NAMES = ['groups', 'people', 'shops', 'wecom', 'links', 'notices', 'tiers', 'rules'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

/** What is wrong with a file as such, and where: "people.3.role". */
export interface FileProblem {
  readonly path: string;
  readonly problem: string;
}

const KEYS: { readonly [S in SectionName]: (entry: Entry<S>) => string } = {
  groups: ({ name }) => name,
  people: ({ username }) => username,
  shops: ({ id }) => id,
  wecom: ({ corpId }) => corpId,
  links: ({ kind, name }) => `${kind} ${name}`,
  notices: ({ kind, name }) => `${kind} ${name}`,
  tiers: ({ id }) => id,
  rules: ({ id }) => String(id),
};

function twice<S extends SectionName>(section: S, file: SettingsFile): FileProblem[] {
  const seen = new Set<string>();
  const entries = (file[section] ?? []) as readonly Entry<S>[];
  return entries.flatMap((entry, index) => {
    const key = KEYS[section](entry);
    const isKnown = seen.has(key);
    seen.add(key);
    return isKnown ? [{ path: `${section}.${index}`, problem: 'twice' }] : [];
  });
}

const MOST_PROBLEMS = 100;

/** Reads a file; everything that is wrong with it is found at once (the first hundred). */
export function readSettingsFile(
  input: unknown,
): { readonly file: SettingsFile } | { readonly problems: readonly FileProblem[] } {
  const read = settingsFile.safeParse(input);
  if (!read.success)
    return {
      problems: read.error.issues
        .slice(0, MOST_PROBLEMS)
        .map(({ path, code }) => ({ path: path.join('.'), problem: code })),
    };
  const problems = SECTION_NAMES.flatMap((section) => twice(section, read.data)).slice(0, MOST_PROBLEMS);
  return problems.length > 0 ? { problems } : { file: read.data };
}
