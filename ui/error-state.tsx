import { Button } from './button';

/** What a pane shows when it could not be loaded: the reason, and a way to try again. */
export function ErrorState({ title, retry, onRetry }: { title: string; retry: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center">
      <p className="font-semibold text-red">{title}</p>
      <Button onClick={onRetry}>{retry}</Button>
    </div>
  );
}
