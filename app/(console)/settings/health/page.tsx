import { Health } from './_components/health';

export default function HealthPage() {
  return <Health />;
}
