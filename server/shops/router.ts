import { procedure, router } from '../trpc';
import { addSecret, addSecretInput } from './add-secret';
import { createShop, createShopInput } from './create';
import { readDoor, readDoorInput } from './door';
import { listShops } from './list';
import { retireSecret, retireSecretInput } from './retire-secret';
import { readSecrets, readSecretsInput } from './secrets';
import { sendTest, sendTestInput } from './send-test';
import { setCredentials, setCredentialsInput } from './set-credentials';
import { testConnection, testConnectionInput } from './test-connection';
import { readTestOutcome, testOutcomeInput } from './test-outcome';
import { updateShop, updateShopInput } from './update';

export const shopsRouter = router({
  list: procedure('shops.list').query(({ ctx }) => listShops(ctx)),
  secrets: procedure('shops.secrets')
    .input(readSecretsInput)
    .query(({ ctx, input }) => readSecrets(ctx, input)),
  door: procedure('shops.door')
    .input(readDoorInput)
    .query(({ ctx, input }) => readDoor(ctx, input)),
  create: procedure('shops.create')
    .input(createShopInput)
    .mutation(({ ctx, input }) => createShop(ctx, input)),
  update: procedure('shops.update')
    .input(updateShopInput)
    .mutation(({ ctx, input }) => updateShop(ctx, input)),
  setCredentials: procedure('shops.setCredentials')
    .input(setCredentialsInput)
    .mutation(({ ctx, input }) => setCredentials(ctx, input)),
  addSecret: procedure('shops.addSecret')
    .input(addSecretInput)
    .mutation(({ ctx, input }) => addSecret(ctx, input)),
  retireSecret: procedure('shops.retireSecret')
    .input(retireSecretInput)
    .mutation(({ ctx, input }) => retireSecret(ctx, input)),
  sendTest: procedure('shops.sendTest')
    .input(sendTestInput)
    .mutation(({ ctx, input }) => sendTest(ctx, input)),
  testConnection: procedure('shops.testConnection')
    .input(testConnectionInput)
    .mutation(({ ctx, input }) => testConnection(ctx, input)),
  testOutcome: procedure('shops.testOutcome')
    .input(testOutcomeInput)
    .query(({ ctx, input }) => readTestOutcome(ctx, input)),
});
