"""Writes ../fixtures/segmenter.json: python3 src/network/reference/fixture.py (PyTorch 1.13 or later, on the CPU).

The file holds no inputs: both sides make them (formula.py). Of outputs and gradients it holds the norm and projections
onto pseudo-random vectors; of small ones every value. All of it in double precision.
"""
import json
import pathlib
import sys

import numpy
import torch

from formula import parameter, uniform
from losses import Truth, losses
from segmenter import Segmenter

SIDE, CLASSES, CHANNELS, SLOTS = 128, 4, 16, 3
PROJECTIONS = 8
WHOLE = 64

# Ellipses in mask pixels (64 a side): centre, radii. Some overlap, one is cut by the frame, one has no slot left.
SCENE = [
    [
        {'category': 1, 'ellipse': [20.5, 23.25, 9, 6.5]},
        {'category': 3, 'ellipse': [46.125, 40, 7.5, 12]},
        {'category': 0, 'ellipse': [62, 8.5, 6, 6]},
        {'category': 2, 'ellipse': [12, 51.375, 3.5, 4]},
    ],
    [
        {'category': 2, 'ellipse': [30, 30.625, 14, 9]},
        {'category': 1, 'ellipse': [36.5, 33, 3, 3.25]},
    ],
]
# Found by `fixture.py search`: no ReLU input of the batch is so near zero that float32 would take the other side of the
# kink, where one activation of a million changes some gradients by more than 1e-4.
SEEDS = {1: 29, 2: 2}


def image_of(seed, scene):
    """[B, 3, S, S]: noise, brighter on the bounding boxes of instances, rounded to float32."""
    batch = len(scene)
    image = uniform(f'{seed}/image', (batch, 3, SIDE, SIDE)) / 2 - 0.5
    for b, instances in enumerate(scene):
        for one in instances:
            cx, cy, rx, ry = one['ellipse']
            left, right = (max(0, int(2 * (cx - rx))), int(2 * (cx + rx)))
            top, bottom = (max(0, int(2 * (cy - ry))), int(2 * (cy + ry)))
            image[b, one['category'] % 3, top:bottom, left:right] += 1.25
    return image.astype(numpy.float32)


class Case:
    """A batch of the first images of the scene, with the parameters of a seed."""

    def __init__(self, batch, seed, dtype=torch.float64):
        self.seed, self.dtype, self.scene = seed, dtype, SCENE[:batch]
        self.parameters = {}
        self.network = Segmenter(self.parameter, CLASSES, CHANNELS, SLOTS)
        self.image = torch.from_numpy(image_of(seed, self.scene)).to(dtype)
        cells, pool = (SIDE // 8) ** 2, (SIDE // 4) ** 2
        # Any weights will do where only the network is looked at: dense ones leave no pixel out.
        self.inputs = {
            name: torch.from_numpy((uniform(f'{seed}/{name}', (batch, SLOTS, size)) + 1) / size).to(dtype)
            for name, size in (('inside', pool), ('ring', pool), ('cell', cells))
        }

    def parameter(self, name, *shape):
        if name not in self.parameters:
            values = torch.from_numpy(parameter(self.seed, name, shape)).to(self.dtype)
            self.parameters[name] = values.requires_grad_()
        return self.parameters[name]

    def gradients(self, loss):
        names = list(self.parameters)
        return dict(zip(names, torch.autograd.grad(loss, [self.parameters[name] for name in names])))

    def plain(self):
        """Outputs for dense weights, and gradients of sum(output * cotangent)."""
        outputs = self.network(self.image, **self.inputs)
        cotangents = {n: torch.from_numpy(uniform(f'{self.seed}/d {n}', y.shape)) for n, y in outputs.items()}
        return outputs, self.gradients(sum((y * cotangents[n]).sum() for n, y in outputs.items()))

    def trained(self):
        """Losses of the scene, class features read under its true masks, and their gradients."""
        truth = Truth(self.scene, SIDE, SLOTS)
        weights = [torch.from_numpy(w).to(self.dtype) for w in (truth.inside, truth.ring, truth.cell)]
        figures = losses(self.network(self.image, *weights), truth)
        return figures, self.gradients(figures['total'])


def rounded(value):
    return float(f'{float(value):.12g}')


def summary(name, tensor):
    values = tensor.detach().numpy()
    projections = [
        rounded((values * uniform(f'projection {i} of {name}', values.shape)).sum()) for i in range(PROJECTIONS)
    ]
    record = {'shape': list(values.shape), 'norm': rounded(numpy.linalg.norm(values)), 'projections': projections}
    if values.size <= WHOLE:
        record['values'] = [rounded(value) for value in values.ravel()]
    return record


def summaries(tensors):
    return {name: summary(name, tensor) for name, tensor in tensors.items()}


def record(batch, seed):
    case = Case(batch, seed)
    outputs, gradients = case.plain()
    figures, trained = case.trained()
    return {
        'seed': seed,
        'scene': case.scene,
        'nearestKink': rounded(min(case.network.kinks)),
        'outputs': summaries(outputs),
        'gradients': summaries(gradients),
        'losses': {name: rounded(value) for name, value in figures.items()},
        'lossGradients': summaries(trained),
    }


def search(batch, seeds):
    """Prints the seeds whose ReLU inputs keep furthest from zero."""
    best = 0
    for seed in seeds:
        case = Case(batch, seed)
        with torch.no_grad():
            case.network(case.image, **case.inputs)
            truth = Truth(case.scene, SIDE, SLOTS)
            case.network(case.image, *(torch.from_numpy(w) for w in (truth.inside, truth.ring, truth.cell)))
        nearest = min(case.network.kinks)
        if nearest > best:
            best = nearest
            print(f'batch {batch}, seed {seed}: nearest ReLU input {nearest:.2e}', flush=True)


def main():
    torch.set_num_threads(1)
    if sys.argv[1:2] == ['search']:
        search(int(sys.argv[2]), range(int(sys.argv[3]), int(sys.argv[4])))
        return
    options = {'side': SIDE, 'classes': CLASSES, 'maskChannels': CHANNELS, 'slots': SLOTS}
    fixture = {'options': options, 'batches': {batch: record(batch, seed) for batch, seed in SEEDS.items()}}
    path = pathlib.Path(__file__).parent.parent / 'fixtures' / 'segmenter.json'
    path.write_text(json.dumps(fixture, separators=(',', ':')) + '\n')
    print(f'{path.name}: {path.stat().st_size / 1000:.0f} kB')


main()
