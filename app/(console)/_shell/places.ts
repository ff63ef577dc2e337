import { Activity, BarChart3, Boxes, FileDown, Inbox, type LucideIcon, Package, Settings } from 'lucide-react';
import type { Action } from '@/server/can-table';

/** The pages of the console: rail, palette and "g" keys all read this list. */
export interface Place {
  readonly id: 'desk' | 'board' | 'orders' | 'imports' | 'stock' | 'health' | 'settings';
  readonly path: string;
  readonly action: Action;
  readonly keys: string;
  readonly title: 'goDesk' | 'goBoard' | 'goOrders' | 'goImports' | 'goStock' | 'goHealth' | 'goSettings';
  readonly icon: LucideIcon;
}

export const PLACES: readonly Place[] = [
  { id: 'desk', path: '/desk', action: 'tasks.queue', keys: 'g d', title: 'goDesk', icon: Inbox },
  { id: 'board', path: '/board', action: 'board.summary', keys: 'g b', title: 'goBoard', icon: BarChart3 },
  { id: 'orders', path: '/orders', action: 'orders.list', keys: 'g o', title: 'goOrders', icon: Package },
  { id: 'imports', path: '/imports', action: 'imports.create', keys: 'g i', title: 'goImports', icon: FileDown },
  { id: 'stock', path: '/settings/stock', action: 'stock.list', keys: 'g k', title: 'goStock', icon: Boxes },
  { id: 'health', path: '/settings/health', action: 'health.overview', keys: 'g h', title: 'goHealth', icon: Activity },
  { id: 'settings', path: '/settings', action: 'setup.progress', keys: 'g s', title: 'goSettings', icon: Settings },
];
