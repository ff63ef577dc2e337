import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names';
import { Kbd } from './kbd';

export type ButtonVariant = 'plain' | 'primary' | 'quiet' | 'danger';

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  plain: 'border-line-strong bg-raised hover:bg-sunken',
  primary: 'border-tide bg-tide text-tide-ink font-semibold hover:opacity-90',
  quiet: 'border-transparent text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'border-red-line bg-red-soft text-red font-semibold hover:border-red',
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: 'small' | 'medium';
  /** Shown as a key hint. */
  readonly keys?: string;
  readonly isPressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** A button; shows its key, and says when it is pressed (aria-pressed). */
export function Button({
  variant = 'plain',
  size = 'medium',
  keys,
  isPressed,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      aria-keyshortcuts={keys?.replace('Ctrl+', 'Control+')}
      className={classNames(
        'inline-flex items-center justify-center gap-1.5 rounded-md border whitespace-nowrap transition-colors',
        'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-3',
        size === 'small' ? 'h-6 px-2 text-small' : 'h-[30px] px-2.5',
        isPressed ? 'border-tide bg-tide-soft text-tide font-semibold' : VARIANTS[variant],
        className,
      )}
      {...rest}
    >
      {children}
      {keys && <Kbd keys={keys} isOnAccent={variant === 'primary' && !rest.disabled} />}
    </button>
  );
}
