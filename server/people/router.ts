import { procedure, router } from '../trpc';
import { createUser, createUserInput } from './create';
import { deactivatePerson, deactivatePersonInput } from './deactivate';
import { listPeople } from './list';
import { readMe } from './me';
import { reactivatePerson, reactivatePersonInput } from './reactivate';
import { renamePerson, renamePersonInput } from './rename';
import { resetSecondFactor, resetSecondFactorInput } from './reset-second-factor';
import { revokeSessions, revokeSessionsInput } from './revoke-sessions';
import { setPassword, setPasswordInput } from './set-password';
import { setPreferences, setPreferencesInput } from './set-preferences';
import { setRole, setRoleInput } from './set-role';
import { setSeat, setSeatInput } from './set-seat';
import { listSignInStates } from './sign-in-states';
import { listSkills } from './skills';
import { unlock, unlockInput } from './unlock';

export const peopleRouter = router({
  me: procedure('people.me').query(({ ctx }) => readMe(ctx)),
  list: procedure('people.list').query(({ ctx }) => listPeople(ctx)),
  create: procedure('people.create')
    .input(createUserInput)
    .mutation(({ ctx, input }) => createUser(ctx, input)),
  skills: procedure('people.skills').query(({ ctx }) => listSkills(ctx)),
  rename: procedure('people.rename')
    .input(renamePersonInput)
    .mutation(({ ctx, input }) => renamePerson(ctx, input)),
  setSeat: procedure('people.setSeat')
    .input(setSeatInput)
    .mutation(({ ctx, input }) => setSeat(ctx, input)),
  deactivate: procedure('people.deactivate')
    .input(deactivatePersonInput)
    .mutation(({ ctx, input }) => deactivatePerson(ctx, input)),
  reactivate: procedure('people.reactivate')
    .input(reactivatePersonInput)
    .mutation(({ ctx, input }) => reactivatePerson(ctx, input)),
  setRole: procedure('people.setRole')
    .input(setRoleInput)
    .mutation(({ ctx, input }) => setRole(ctx, input)),
  setPassword: procedure('people.setPassword')
    .input(setPasswordInput)
    .mutation(({ ctx, input }) => setPassword(ctx, input)),
  revokeSessions: procedure('people.revokeSessions')
    .input(revokeSessionsInput)
    .mutation(({ ctx, input }) => revokeSessions(ctx, input)),
  signInStates: procedure('people.signInStates').query(({ ctx }) => listSignInStates(ctx)),
  resetSecondFactor: procedure('people.resetSecondFactor')
    .input(resetSecondFactorInput)
    .mutation(({ ctx, input }) => resetSecondFactor(ctx, input)),
  unlock: procedure('people.unlock')
    .input(unlockInput)
    .mutation(({ ctx, input }) => unlock(ctx, input)),
  setPreferences: procedure('people.setPreferences')
    .input(setPreferencesInput)
    .mutation(({ ctx, input }) => setPreferences(ctx, input)),
});
