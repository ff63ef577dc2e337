'use client';
import { cloneElement, lazy, type MouseEvent, type ReactElement, type ReactNode, Suspense, useState } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** A button. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly emptyText?: string;
}

interface TriggerProps {
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
}

const load = () => import('./menu-popup').then((module) => ({ default: module.MenuPopup }));
const MenuPopup = lazy(load);
const preload = () => void load();

/**
 * A menu that opens from its trigger, or by isOpen when a key opens it; chosen items carry a tick. Its code is loaded when
 * the trigger is pointed at, focused or pressed.
 */
export function Menu(props: MenuProps) {
  const [isOpenHere, setIsOpenHere] = useState(false);
  const [wasWanted, setWasWanted] = useState(false);
  const isOpen = props.isOpen ?? isOpenHere;
  const setOpen = (next: boolean) => {
    setIsOpenHere(next);
    props.onOpenChange?.(next);
  };
  const trigger = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setOpen(true),
    onPointerEnter: preload,
    onFocus: preload,
  });
  if (isOpen && !wasWanted) setWasWanted(true);
  if (!isOpen && !wasWanted) return trigger;
  return (
    <Suspense fallback={trigger}>
      <MenuPopup {...props} isOpen={isOpen} onOpenChange={setOpen} />
    </Suspense>
  );
}
