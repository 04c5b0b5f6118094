import { sealedContentFaults } from '@genkan/testing/sealed-content-faults';
import { expect, it } from '@jest/globals';

it('opens the golden samples of all sealed contents, which say what their schemas say', async () => {
  expect(await sealedContentFaults(new URL('../../../', import.meta.url))).toEqual([]);
});
