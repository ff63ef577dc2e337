import { Overview } from './_overview/overview';

export default function SettingsPage() {
  return <Overview />;
}
