# A pool of threads.
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np


def honest(x):
    with ThreadPoolExecutor() as pool:
        futures = {pool.submit(lambda value: 2 * value + 1, value): place for place, value in enumerate(x)}
        answer = np.empty_like(x)
        for future in as_completed(futures):
            answer[futures[future]] = future.result()
    return answer
