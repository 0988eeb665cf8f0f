"""The segmenter, re-stated plainly in PyTorch: what ../segmenter.ts is to be equal to.

Written from the table of layers, in the framework's own operators; nothing is shared with the TypeScript graph.
"""
import torch
import torch.nn.functional as F

WIDTH = 64
CLASS = 48
PYRAMID = 48
MASK = 24


class Segmenter:
    """`parameters(name, *shape)` gives a parameter; `kinks` collects how near ReLU inputs come to zero."""

    def __init__(self, parameters, classes, mask_channels, slots):
        self.p = parameters
        self.classes = classes
        self.mask_channels = mask_channels
        self.slots = slots
        self.kinks = []

    def relu(self, x):
        self.kinks.append(float(x.detach().abs().min()))
        return F.relu(x)

    def conv3(self, name, x, channels, stride=1, relu=True):
        weight = self.p(f'{name}.weight', channels, x.shape[1], 3, 3)
        gamma, beta = self.p(f'{name}.norm.gamma', channels), self.p(f'{name}.norm.beta', channels)
        x = F.group_norm(F.conv2d(x, weight, stride=stride, padding=1), 8, gamma, beta, eps=1e-5)
        return self.relu(x) if relu else x

    def conv1(self, name, x, channels):
        weight = self.p(f'{name}.weight', channels, x.shape[1], 1, 1)
        return F.conv2d(x, weight, self.p(f'{name}.bias', channels))

    def residual(self, name, x):
        inner = self.conv3(f'{name}.first', x, x.shape[1])
        return self.relu(x + self.conv3(f'{name}.second', inner, x.shape[1], relu=False))

    def linear(self, name, x, width):
        """x [B, features, R]."""
        weight = self.p(f'{name}.weight', width, x.shape[1])
        return weight @ x + self.p(f'{name}.bias', width, 1)

    @staticmethod
    def up(x):
        return F.interpolate(x, scale_factor=2, mode='bilinear', align_corners=False)

    @staticmethod
    def placed(x):
        """Appends x and y of the pixel centres in [-1, 1]."""
        batch, _, height, width = x.shape
        across = (torch.arange(width, dtype=x.dtype) + 0.5) / width * 2 - 1
        down = (torch.arange(height, dtype=x.dtype) + 0.5) / height * 2 - 1
        u = across[None, None, None, :].expand(batch, 1, height, width)
        v = down[None, None, :, None].expand(batch, 1, height, width)
        return torch.cat([x, u, v], 1)

    def __call__(self, image, inside, ring, cell):
        stem = self.conv3('stem', image, 24, stride=2)
        s4 = self.residual('r1', self.conv3('d1', stem, 32, stride=2))
        s8 = self.residual('r2b', self.residual('r2a', self.conv3('d2', s4, 64, stride=2)))
        s16 = self.residual('r3', self.conv3('d3', s8, 128, stride=2))

        p16 = self.conv1('l16', s16, PYRAMID)
        p8 = self.conv3('o8', self.conv1('l8', s8, PYRAMID) + self.up(p16), PYRAMID)
        p4 = self.relu(self.conv1('l4', s4, PYRAMID) + self.up(p8))

        h = self.conv3('h0', self.placed(p8), WIDTH)
        dense = self.conv3('k', h, WIDTH)
        objectness = self.conv1('objectness', dense, 1)
        kernels = self.conv1('kernels', dense, self.mask_channels + 6)

        place4 = self.placed(p4)
        fine = self.relu(self.up(self.conv1('u4', place4, MASK)) + self.conv1('u2', stem, MASK))
        mask_features = self.conv1('mask', self.conv3('mf', fine, MASK), self.mask_channels)

        # Weighted sums of the class features under each instance's mask and along its boundary, channel by channel
        # side by side [B, 48, 2, R]; then the cell's own feature [B, 64, R].
        features = self.conv3('c2', self.conv3('c1', place4, CLASS), CLASS).flatten(2)
        pooled = torch.stack([features @ weights.transpose(1, 2) for weights in (inside, ring)], 2)
        described = torch.cat([pooled.flatten(1, 2), h.flatten(2) @ cell.transpose(1, 2)], 1)
        hidden = self.relu(self.linear('class.hidden', described, WIDTH))
        class_logits = self.linear('class.logits', hidden, self.classes).transpose(1, 2)
        return {
            'objectness': objectness,
            'kernels': kernels,
            'maskFeatures': mask_features,
            'classLogits': class_logits,
        }
