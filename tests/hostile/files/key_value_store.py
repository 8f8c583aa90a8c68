# Makes a key-value store outside.
# stopped by: landlock, scratch
# verdict: forbidden, error
import dbm.dumb


def attack():
    with dbm.dumb.open("@WATCHED@/store", "c") as store:
        store["x"] = b"mine"
    return True
