import { DeadLetters } from './_components/dead-letters';

export default function DeadLettersPage() {
  return <DeadLetters />;
}
