'use client';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

/** A modal dialog with a title; Escape, a click outside, and its button (where it has a label) close it. */
export function Dialog(props: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  isTitleHidden?: boolean;
  width?: number;
  closeLabel?: string;
  children: ReactNode;
}) {
  return (
    <BaseDialog.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <BaseDialog.Popup
          style={{ width: props.width ?? 520 }}
          className="fixed top-[12vh] left-1/2 z-50 max-h-[76vh] max-w-[92vw] -translate-x-1/2 overflow-auto rounded-xl border border-line bg-raised shadow-2xl outline-none"
        >
          <BaseDialog.Title className={props.isTitleHidden ? 'sr-only' : 'px-4 pt-3 pb-1 text-lead font-semibold'}>
            {props.title}
          </BaseDialog.Title>
          {props.closeLabel && (
            <BaseDialog.Close
              aria-label={props.closeLabel}
              className="absolute top-2.5 right-3 grid size-7 place-items-center rounded-md text-ink-3 hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden size={16} />
            </BaseDialog.Close>
          )}
          {props.children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
