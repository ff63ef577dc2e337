import { People } from './_components/people';

export default function PeoplePage() {
  return <People />;
}
