import { WecomAccounts } from './_components/wecom-accounts';

export default function WecomPage() {
  return <WecomAccounts />;
}
