import { Retention } from './_components/retention';

export default function RetentionPage() {
  return <Retention />;
}
