import { SetupForm } from './_components/setup-form';

export default function SetupPage() {
  return (
    <main className="grid h-full place-items-center p-4">
      <SetupForm />
    </main>
  );
}
