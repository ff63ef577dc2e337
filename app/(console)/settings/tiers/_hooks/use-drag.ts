'use client';
import { type PointerEvent, type RefObject, useState } from 'react';
import { placeByPointer } from './reorder';

const STILL = { from: null, target: null } as const;
interface Drag {
  readonly from: number | null;
  readonly target: number | null;
}

/**
 * Dragging of a list's rows by their handles, with mouse, pen or finger. Rows stay where they are until the drop, so that
 * the pressed handle keeps the pointer; Escape lets go.
 */
export function useDrag(
  list: RefObject<HTMLElement | null>,
  fixed: number,
  onDrop: (from: number, to: number) => void,
) {
  const [drag, setDrag] = useState<Drag>(STILL);
  const grab = (event: PointerEvent<HTMLElement>, from: number) => {
    if (event.button !== 0 || !list.current) return;
    event.preventDefault();
    const handle = event.currentTarget;
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const placeAt = (y: number) => {
      const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
      return placeByPointer(
        y,
        rows.map(({ top, height }) => top + height / 2),
        from,
        fixed,
      );
    };
    const follow = (move: globalThis.PointerEvent) => setDrag({ from, target: placeAt(move.clientY) });
    const end = new AbortController();
    const letGo = () => {
      end.abort();
      setDrag(STILL);
    };
    const { signal } = end;
    setDrag({ from, target: from });
    handle.addEventListener('pointermove', follow, { signal });
    handle.addEventListener('pointercancel', letGo, { signal });
    handle.addEventListener(
      'pointerup',
      (up: globalThis.PointerEvent) => {
        letGo();
        onDrop(from, placeAt(up.clientY));
      },
      { signal },
    );
    window.addEventListener('keydown', (key) => key.key === 'Escape' && letGo(), { signal });
  };
  return { ...drag, grab };
}
