import type { Action } from '../can-table';
import type { SectionName } from './settings-file';

/** Who may read and who may change a section is what the same screens ask. */
export const SECTION_RIGHTS: { readonly [S in SectionName]: { readonly read: Action; readonly write: Action } } = {
  groups: { read: 'groups.list', write: 'groups.create' },
  people: { read: 'people.list', write: 'people.create' },
  shops: { read: 'shops.list', write: 'shops.create' },
  wecom: { read: 'wecom.list', write: 'wecom.update' },
  links: { read: 'linkAccounts.list', write: 'linkAccounts.update' },
  notices: { read: 'noticeChannels.list', write: 'noticeChannels.update' },
  tiers: { read: 'tiers.list', write: 'tiers.publish' },
  rules: { read: 'rules.list', write: 'rules.publish' },
};
