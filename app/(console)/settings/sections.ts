import type { Action } from '@/server/can-table';

/** The sections of the settings: the side menu and the overview read this list. The title is settings.sections.<id>. */
export interface Section {
  readonly id:
    | 'overview'
    | 'retention'
    | 'groups'
    | 'people'
    | 'signIn'
    | 'transfer'
    | 'tiers'
    | 'shops'
    | 'stock'
    | 'health'
    | 'deadLetters'
    | 'wecom'
    | 'links'
    | 'notices'
    | 'grants'
    | 'audit';
  readonly path: string;
  /** Who may do this sees the section. */
  readonly action: Action;
}

export const SECTIONS: readonly Section[] = [
  { id: 'overview', path: '/settings', action: 'setup.progress' },
  { id: 'groups', path: '/settings/groups', action: 'groups.overview' },
  { id: 'people', path: '/settings/people', action: 'people.list' },
  { id: 'shops', path: '/settings/shops', action: 'shops.list' },
  { id: 'stock', path: '/settings/stock', action: 'stock.list' },
  { id: 'health', path: '/settings/health', action: 'health.overview' },
  { id: 'deadLetters', path: '/settings/dead-letters', action: 'deadLetters.list' },
  { id: 'wecom', path: '/settings/wecom', action: 'wecom.list' },
  { id: 'links', path: '/settings/links', action: 'linkAccounts.list' },
  { id: 'notices', path: '/settings/notices', action: 'noticeChannels.list' },
  { id: 'grants', path: '/settings/grants', action: 'grants.list' },
  { id: 'signIn', path: '/settings/sign-in', action: 'people.signInStates' },
  { id: 'tiers', path: '/settings/tiers', action: 'tiers.list' },
  { id: 'transfer', path: '/settings/transfer', action: 'transfer.apply' },
  { id: 'retention', path: '/settings/retention', action: 'privacy.overview' },
  { id: 'audit', path: '/settings/audit', action: 'audit.list' },
];
