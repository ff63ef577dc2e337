'use client';
import { useSyncExternalStore } from 'react';
import type { Density } from './density';

const CHANGED = 'density-changed';
/** What a row gives up in a compact table or list, px. */
const SAVED_PX = 8;

/** Shows rows at this density from now on. */
export function showDensity(density: Density): void {
  document.documentElement.dataset.density = density;
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}
const shown = (): Density => (document.documentElement.dataset.density === 'compact' ? 'compact' : 'normal');

/** The density in which rows are shown now. */
export const useDensity = (): Density => useSyncExternalStore(subscribe, shown, () => 'normal');

/** The height of a row, in px, from its height at normal density. */
export const useRowHeight = (normalPx: number): number => (useDensity() === 'compact' ? normalPx - SAVED_PX : normalPx);
