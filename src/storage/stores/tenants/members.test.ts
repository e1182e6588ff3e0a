import { expect, test } from 'vitest';
import type { AccountId } from '../../../kernel/index.ts';
import { createTenant, openInMemory } from '../../testing.ts';

const ann = { name: 'Ann', email: ' Ann@Example.com ', password: 'hash', role: 'owner' } as const;

async function open() {
  const storage = openInMemory();
  return { storage, ours: (await createTenant(storage)).members, theirs: (await createTenant(storage)).members };
}

test('a person is taken in once, under an address in lower case', async () => {
  const { storage, ours } = await open();
  const admitted = await ours.admit(ann);
  expect(admitted).toMatchObject({
    isNewAccount: true,
    account: { email: 'ann@example.com', status: 'active', password: 'hash', passwordSalt: null },
    membership: { role: 'owner', isCurrent: true },
  });
  await expect(ours.admit({ ...ann, email: 'ANN@example.com' })).rejects.toMatchObject({ code: 'conflict' });
  expect((await ours.findByEmail('aNN@example.com'))?.account.id).toBe(admitted.account.id);
  expect((await ours.findOwner())?.account.id).toBe(admitted.account.id);
  await storage.close();
});

test('the account of another workspace joins as it stands', async () => {
  const { storage, ours, theirs } = await open();
  const { account } = await ours.admit(ann);
  const joined = await theirs.admit({ ...ann, name: 'Eve', password: 'taken', role: 'normal' });
  expect(joined).toMatchObject({ isNewAccount: false, account, membership: { role: 'normal', isCurrent: false } });
  expect(await theirs.findOwner()).toBeUndefined();
  await storage.close();
});

test('a password is set by a workspace of the account alone, and takes the salt of Dify away', async () => {
  const { storage, ours, theirs } = await open();
  const { account } = await ours.admit(ann);
  await storage.system.tenants.updateAccount(account.id, { password: 'of Dify', passwordSalt: 'salt' });
  expect(await theirs.setPassword(account.id, 'taken')).toBe(false);
  expect(await ours.setPassword('nobody' as AccountId, 'taken')).toBe(false);
  expect((await ours.find(account.id))?.account.password).toBe('of Dify');
  expect(await ours.setPassword(account.id, 'new')).toBe(true);
  expect((await ours.find(account.id))?.account).toMatchObject({ password: 'new', passwordSalt: null });
  await storage.close();
});
