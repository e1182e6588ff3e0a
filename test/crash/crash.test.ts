import { expect, test } from 'vitest';
import { crash } from './crash.ts';

for (const policy of ['continue', 'fail'] as const) {
  test(`a server that is killed loses nothing that it acknowledged (policy ${policy})`, {
    timeout: 180_000,
  }, async () => {
    const report = await crash({ kills: 5, policy, seed: 7, tell: () => {} });
    expect(report.findings).toEqual([]);
    expect(report.acknowledged.runs).toBeGreaterThan(0);
    // the lease of the dead process would have lasted for 30 s
    expect(report.slowestTakeOverMs).toBeLessThan(10_000);
  });
}
