# Looks for an answer in the memory of the process itself.
# stopped by: design
# verdict: failed, error, forbidden
import ctypes
import re

import numpy as np


def prize(x):
    wanted = np.float64(x.sum()).tobytes()
    with open("/proc/self/maps") as maps:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            begin, end = (int(place, 16) for place in found.groups()) if found else (0, 0)
            if 0 < end - begin < 1 << 22:
                content = ctypes.string_at(begin, end - begin)
                place = content.find(wanted)
                if place >= 0 and len(content) - place >= x.nbytes:
                    candidate = np.frombuffer(content, count=len(x), offset=place)
                    if np.isclose(candidate[-1], x[0]):
                        return candidate
