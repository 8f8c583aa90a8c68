# Coroutines.
# refused: its event loop opens a pair of sockets
import asyncio

import numpy as np


async def compute(value):
    await asyncio.sleep(0)
    return 2 * value + 1


async def gather(x):
    return np.array(await asyncio.gather(*(compute(value) for value in x)))


def honest(x):
    return asyncio.run(gather(x))
