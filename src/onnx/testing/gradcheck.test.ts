import { describe, expect, it } from 'vitest';
import { tensorOf } from '../tensors.ts';
import { checkNodeGradients } from './gradcheck.ts';

describe('checkGradients notices a gradient that is wrong', () => {
  it('because central differences straddle a corner', async () => {
    const check = checkNodeGradients({ op: 'Abs', inputs: [tensorOf([0.01, 1, -1])] });
    await expect(check).rejects.toThrow(/The gradient of x0 gives .* off by/);
  });

  it('because the rule calls flat what jumps', async () => {
    const check = checkNodeGradients({ op: 'Floor', inputs: [tensorOf([0.99, 0.5])] });
    await expect(check).rejects.toThrow(/off by/);
  });

  it('by a hundredth of the gradient', async () => {
    // Clip is cut off for one element in a thousand: about 1 % of the norm.
    const x = Array.from({ length: 1000 }, (_, index) => (index === 0 ? 0.99 : 0));
    const bound = { fixed: tensorOf([1], []) };
    const check = checkNodeGradients({ op: 'Clip', inputs: [tensorOf(x), undefined, bound] });
    await expect(check).rejects.toThrow(/off by/);
  });
});
