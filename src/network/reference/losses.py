"""The training loss of a batch, re-stated plainly in PyTorch; its gradients are autograd's."""
import numpy
import torch
import torch.nn.functional as F

from targets import assign, ellipse, pooling

WEIGHTS = {'objectness': 1, 'classes': 1, 'bce': 5, 'dice': 2}


class Truth:
    """What the losses and the pooling need of a scene: a list of instances for each image."""

    def __init__(self, scene, side, slots):
        self.grid, self.side = side // 8, side // 2
        cells, pool = self.grid**2, (side // 4) ** 2
        batch = len(scene)
        self.count = max(1, sum(len(image) for image in scene))
        self.heat = numpy.zeros((batch, cells))
        self.inside, self.ring = numpy.zeros((2, batch, slots, pool))
        self.cell = numpy.zeros((batch, slots, cells))
        # (image, slot, class) and (image, cell, plane, weight)
        self.taught, self.rows = [], []
        for b, image in enumerate(scene):
            planes = [ellipse(one, self.side) for one in image]
            if not planes:
                continue
            heat, owned, homes = assign(image, planes, self.grid, slots)
            self.heat[b] = heat.ravel()
            for slot, (cells_of, home) in enumerate(zip(owned, homes)):
                self.inside[b, slot], self.ring[b, slot] = pooling(planes[slot])
                self.cell[b, slot, home] = 1
                self.taught.append((b, slot, image[slot]['category']))
                self.rows += [(b, int(c), planes[slot], 1 / len(cells_of)) for c in cells_of]


def objectness_loss(logits, heat):
    """Penalty-reduced focal loss (Zhou et al. 2019, eq. 1; alpha 2, beta 4), summed."""
    logits, p = logits.reshape(heat.shape), torch.sigmoid(logits.reshape(heat.shape))
    positive = (1 - p) ** 2 * F.logsigmoid(logits)
    negative = (1 - heat) ** 4 * p**2 * F.logsigmoid(-logits)
    return -torch.where(heat == 1, positive, negative).sum()


def mask_logits(kernel, features, cell, grid):
    """kernel [C + 6], features [C, M, M]; dx, dy: twice the way from the cell's centre, the image being [-1, 1]."""
    channels, side, _ = features.shape
    place = ((torch.arange(side, dtype=features.dtype) + 0.5) / side * 2 - 1)
    home_x, home_y = (cell % grid + 0.5) / grid * 2 - 1, (cell // grid + 0.5) / grid * 2 - 1
    dx, dy = 2 * (place - home_x)[None, :], 2 * (place - home_y)[:, None]
    terms = [dx, dy, dx**2, dy**2, dx * dy, torch.ones_like(dx)]
    weighted = sum(kernel[channels + i] * term for i, term in enumerate(terms))
    return torch.einsum('c,cvu->vu', kernel[:channels], features) + weighted


def losses(outputs, truth):
    n = truth.count
    objectness = objectness_loss(outputs['objectness'], torch.from_numpy(truth.heat)) / n
    classes = sum(
        F.cross_entropy(outputs['classLogits'][b, slot][None], torch.tensor([category])) / n
        for b, slot, category in truth.taught
    )
    bce, dice = torch.zeros(2, dtype=torch.float64)
    for b, cell, plane, weight in truth.rows:
        y = torch.from_numpy(plane)
        kernel = outputs['kernels'][b].flatten(1)[:, cell]
        logits = mask_logits(kernel, outputs['maskFeatures'][b], cell, truth.grid)
        s = torch.sigmoid(logits)
        bce = bce + weight * F.binary_cross_entropy_with_logits(logits, y) / n
        dice = dice + weight * (1 - (2 * (s * y).sum() + 1) / (s.sum() + y.sum() + 1)) / n
    parts = {
        'objectness': WEIGHTS['objectness'] * objectness,
        'classes': WEIGHTS['classes'] * classes,
        'mask': WEIGHTS['bce'] * bce,
        'dice': WEIGHTS['dice'] * dice,
    }
    return {'total': sum(parts.values()), **parts}
