import { SignIns } from './_components/sign-ins';

export default function SignInSettingsPage() {
  return <SignIns />;
}
