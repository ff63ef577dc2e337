import { Grants } from './_components/grants';

export default function GrantsPage() {
  return <Grants />;
}
