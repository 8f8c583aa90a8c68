# Names from the machine and the time.
import uuid


def honest(x):
    assert uuid.uuid1() != uuid.uuid1() and uuid.uuid5(uuid.NAMESPACE_DNS, "x") and uuid.getnode()
    return 2 * x + 1
