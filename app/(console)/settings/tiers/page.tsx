import { Tiers } from './_components/tiers';

export default function TiersPage() {
  return <Tiers />;
}
