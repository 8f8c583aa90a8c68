# Answers with an object whose array lies at an address where there is nothing.
# stopped by: design
# verdict: failed, crashed
class Nowhere:
    __array_interface__ = {"shape": (6,), "typestr": "<f8", "data": (0x10, True), "version": 3}  # noqa: RUF012


def prize(x):
    return Nowhere()
