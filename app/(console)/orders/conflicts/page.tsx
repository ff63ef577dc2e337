import { ConflictTray } from './_components/conflict-tray';

export default function ConflictsPage() {
  return <ConflictTray />;
}
