"""Truth of the synthetic scene, its assignment to cells and its pooling weights, re-stated plainly in NumPy."""
import numpy


def ellipse(scene_instance, mask_side):
    """Coverage [M, M] of an ellipse in mask pixels: how many of 4 x 4 points of each pixel lie inside, over 16.

    Centre and radii are multiples of 1/8, so every comparison is exact.
    """
    cx, cy, rx, ry = scene_instance['ellipse']
    points = (numpy.arange(4 * mask_side) + 0.5) / 4
    dx, dy = points[None, :] - cx, points[:, None] - cy
    inside = (dx * ry) ** 2 + (dy * rx) ** 2 <= (rx * ry) ** 2
    return inside.reshape(mask_side, 4, mask_side, 4).mean((1, 3))


def assign(instances, planes, grid_side, slots):
    """heat [G, G], cells of each taught instance, and its own cell."""
    mask_side = planes[0].shape[0] if planes else 0
    row, column = numpy.mgrid[:grid_side, :grid_side]
    warmth, taken = [], set()
    homes = []
    for plane in planes:
        mass = plane.sum()
        v, u = numpy.mgrid[:mask_side, :mask_side] + 0.5
        x = (plane * u).sum() / mass * grid_side / mask_side - 0.5
        y = (plane * v).sum() / mass * grid_side / mask_side - 0.5
        spread = min(max(0.27 * numpy.sqrt(4 * mass) / 8, 0.5), 1.2)
        distance = (column - x) ** 2 + (row - y) ** 2
        warmth.append(numpy.exp(-distance / (2 * spread**2)))
        home = next(i for i in numpy.argsort(distance, axis=None) if i not in taken)
        taken.add(home)
        homes.append(int(home))
    warmth = numpy.stack(warmth)
    for i, home in enumerate(homes):
        warmth[:, home // grid_side, home % grid_side] = 0
        warmth[i, home // grid_side, home % grid_side] = 1
    heat, owner = warmth.max(0), warmth.argmax(0)
    # float32 on the other side must not decide otherwise.
    assert abs(heat - 0.5).min() > 1e-3 and numpy.diff(numpy.sort(warmth, 0)[-2:], axis=0)[:, heat > 0.5].min() > 1e-3
    owned = [numpy.flatnonzero((heat > 0.5) & (owner == i)) for i in range(len(instances))]
    return heat, owned[:slots], homes[:slots]


def pooling(plane):
    """Weights at stride 4, inside the mask and along its boundary: 2 x 2 means; maximum less minimum of 3 x 3."""
    side = plane.shape[0] // 2
    mask = plane.reshape(side, 2, side, 2).mean((1, 3))
    shifts = [(y, x) for y in range(3) for x in range(3)]
    framed = numpy.pad(mask, 1, mode='edge')
    around = numpy.stack([framed[y:y + side, x:x + side] for y, x in shifts])
    band = around.max(0) - around.min(0)
    return mask.ravel() / mask.sum(), band.ravel() / band.sum()
