'use client';
import { type RefObject, useEffect, useMemo, useState } from 'react';

interface Column {
  readonly width: number;
  readonly isSpare?: boolean;
}

/**
 * The columns that a width has room for: spare ones are left out, the last first, until the others fit. A width of 0 is one
 * that nobody has measured yet.
 */
export function fittingColumns<One extends Column>(columns: readonly One[], widthPx: number): readonly One[] {
  if (widthPx === 0) return columns;
  const needed = columns.reduce((sum, { width }) => sum + width, 0);
  const spare = columns.findLastIndex(({ isSpare }) => isSpare === true);
  if (needed <= widthPx || spare === -1) return columns;
  return fittingColumns(columns.toSpliced(spare, 1), widthPx);
}

/** Those of the columns that fit into the box, measured anew whenever it gets wider or narrower. */
export function useFittingColumns<One extends Column>(
  box: RefObject<HTMLElement | null>,
  columns: readonly One[],
): readonly One[] {
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidthPx(entry?.contentRect.width ?? 0));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return useMemo(() => fittingColumns(columns, widthPx), [columns, widthPx]);
}
