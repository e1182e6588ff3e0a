/**
 * The instance's secret key and what is done with it. A *secret key* is text an operator may set (`SECRET_KEY`) or that
 * is made once per data directory; purposes (encryption, signing) each get a key derived from it. *Passwords* are people's,
 * and are kept as hashes only.
 */
export { findSecretKey, loadOrCreateSecretKey } from './key-file.ts';
export { hashPassword, isOutdatedPassword, verifyPassword } from './password.ts';
export { createSigner, isSameSecret, type Signer } from './signer.ts';
export { openVault, type Vault } from './vault.ts';
