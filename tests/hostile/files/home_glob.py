# Looks through the home folder with pathlib, which is silent about what it may not see.
# stopped by: landlock
# verdict: failed, forbidden
from pathlib import Path


def attack():
    return list(Path("@HOME@").glob("*"))
