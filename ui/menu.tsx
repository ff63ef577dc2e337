'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
}

const ENTRY =
  'flex cursor-pointer items-center gap-2 rounded px-2 py-1 outline-none data-highlighted:bg-tide-soft data-highlighted:text-tide';

function Entry({ item }: { item: MenuItem }) {
  if (item.isChosen === undefined)
    return (
      <BaseMenu.Item onClick={item.onSelect} className={ENTRY}>
        {item.label}
      </BaseMenu.Item>
    );
  return (
    <BaseMenu.CheckboxItem checked={item.isChosen} closeOnClick onClick={item.onSelect} className={ENTRY}>
      <span aria-hidden className="w-3 text-tide">
        {item.isChosen ? '✓' : ''}
      </span>
      {item.label}
    </BaseMenu.CheckboxItem>
  );
}

/** A menu that opens from its trigger, or by isOpen when a key opens it; chosen items carry a tick. */
export function Menu({
  trigger,
  items,
  align = 'end',
  isOpen,
  onOpenChange,
  emptyText,
}: {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  emptyText?: string;
}) {
  return (
    <BaseMenu.Root modal={false} open={isOpen} onOpenChange={(next) => onOpenChange?.(next)}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-50">
          <BaseMenu.Popup className="max-h-[60vh] min-w-40 overflow-auto rounded-lg border border-line bg-raised p-1 shadow-lg outline-none">
            {items.map((item) => (
              <Entry key={item.id} item={item} />
            ))}
            {items.length === 0 && emptyText && <p className="px-2 py-1 text-small text-ink-3">{emptyText}</p>}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
