import { LocaleSwitch } from '@/app/_client/locale-switch';
import { ThemeSwitch } from '@/app/_client/theme-switch';
import { SetupForm } from './_components/setup-form';

export default function SetupPage() {
  return (
    <main className="grid h-full place-items-center p-4">
      <div className="flex w-full max-w-100 flex-col gap-4">
        <SetupForm />
        <footer className="flex justify-center gap-4">
          <LocaleSwitch />
          <ThemeSwitch />
        </footer>
      </div>
    </main>
  );
}
