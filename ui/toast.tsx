'use client';
import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';

const manager = Toast.createToastManager();

/** Shows a short message for a few seconds; problems are announced at once. */
export function showToast(message: string, tone: 'info' | 'problem' = 'info'): void {
  manager.add({ description: message, type: tone, priority: tone === 'problem' ? 'high' : 'low', timeout: 5_000 });
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`mb-2 rounded-lg border px-3 py-2 shadow-lg ${toast.type === 'problem' ? 'border-red-line bg-red-soft text-red' : 'border-line bg-raised'}`}
    >
      <Toast.Description />
    </Toast.Root>
  ));
}

/** Where toasts appear; wraps the pages once. */
export function ToastArea({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-14 left-[var(--toast-left)] z-50 w-72 outline-none">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
