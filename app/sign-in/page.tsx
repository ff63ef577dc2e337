import { SignInForm } from './_components/sign-in-form';

export default function SignInPage() {
  return (
    <main className="grid h-full place-items-center p-4">
      <SignInForm />
    </main>
  );
}
