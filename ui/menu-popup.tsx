'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { MenuItem, MenuProps } from './menu';

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

type MenuPopupProps = MenuProps & { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** The menu itself, which needs the code for floating panels; `Menu` loads it when it is first wanted. */
export function MenuPopup({ trigger, items, align = 'end', isOpen, onOpenChange, emptyText }: MenuPopupProps) {
  return (
    <BaseMenu.Root modal={false} open={isOpen} onOpenChange={(next) => onOpenChange(next)}>
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
