/** The machine's time and new ids. Everything above gets them passed in, so that tests own them. */
export { LeaseTrust } from './lease-trust.ts';
export { systemClock } from './system-clock.ts';
export { createIdSource } from './uuid-v7.ts';
