import { Groups } from './_components/groups';

export default function GroupsPage() {
  return <Groups />;
}
