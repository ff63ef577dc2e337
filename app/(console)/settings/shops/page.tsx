import { Shops } from './_components/shops';

export default function ShopsPage() {
  return <Shops />;
}
