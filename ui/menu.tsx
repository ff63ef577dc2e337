'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly isChosen?: boolean;
  readonly onSelect: () => void;
}

/** A menu that opens from its trigger; chosen items carry a tick. */
export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-50">
          <BaseMenu.Popup className="min-w-40 rounded-lg border border-line bg-raised p-1 shadow-lg outline-none">
            {items.map((item) => (
              <BaseMenu.Item
                key={item.id}
                onClick={item.onSelect}
                className="flex cursor-pointer items-center gap-2 rounded px-2 py-1 outline-none data-highlighted:bg-tide-soft data-highlighted:text-tide"
              >
                <span aria-hidden className="w-3 text-tide">
                  {item.isChosen ? '✓' : ''}
                </span>
                {item.label}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
