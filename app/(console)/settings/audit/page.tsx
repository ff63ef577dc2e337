import { AuditLog } from './_components/audit-log';

export default function AuditPage() {
  return <AuditLog />;
}
