"""Numbers that Python and TypeScript make alike, bit for bit, so that the fixture need not hold them.

The twin of this file is ../testing/formula.ts.
"""
import math
import zlib

import numpy

MASK = numpy.uint32(0xFFFFFFFF)


def _mix(h):
    """Chris Wellons' lowbias32 (public domain): every input bit stirs every output bit."""
    h = h ^ (h >> numpy.uint32(16))
    h = h * numpy.uint32(0x7FEB352D)
    h = h ^ (h >> numpy.uint32(15))
    h = h * numpy.uint32(0x846CA68B)
    return h ^ (h >> numpy.uint32(16))


def uniform(key, shape):
    """Numbers in [-1, 1) from the key's CRC-32 and the element's index: multiples of 2^-23, exact in float32."""
    count = math.prod(shape)
    index = numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9)
    bits = _mix(index + numpy.uint32(zlib.crc32(key.encode()))) >> numpy.uint32(8)
    return (bits.astype(numpy.float64) / 2**23 - 1).reshape(shape)


def parameter(seed, name, shape):
    """A parameter's value, rounded to float32.

    .gamma: 1 + u/4; .beta and .bias: u/4; matrices: u sqrt(6 / fan-in), the variance of He et al. 2015. These are not
    the values that training starts from: there, a wrong gradient of a head whose weights are nearly zero would hide.
    """
    u = uniform(f'{seed}/{name}', shape)
    if name.endswith('.gamma'):
        values = 1 + u / 4
    elif name.endswith('.beta') or name.endswith('.bias'):
        values = u / 4
    else:
        values = u * math.sqrt(6 / math.prod(shape[1:]))
    return values.astype(numpy.float32)
