import type { Action } from '@/server/can-table';

/** The sections of the settings: the side menu and the overview read this list. The title is settings.sections.<id>. */
export interface Section {
  readonly id: 'overview';
  readonly path: string;
  /** Who may do this sees the section. */
  readonly action: Action;
}

export const SECTIONS: readonly Section[] = [{ id: 'overview', path: '/settings', action: 'setup.progress' }];
