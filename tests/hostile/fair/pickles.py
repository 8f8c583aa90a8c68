# Its own data pickled, shelved and copied.
import copy
import marshal
import pickle
import shelve
from collections import namedtuple
from dataclasses import dataclass, field

Point = namedtuple("Point", "x y")


@dataclass
class Model:
    weights: list
    names: dict = field(default_factory=dict)


def honest(x):
    model = Model(list(x), {"a": Point(1, 2)})
    with open("model.pkl", "wb") as file:
        pickle.dump(model, file)
    with open("model.pkl", "rb") as file:
        loaded = pickle.load(file)
    with shelve.open("shelf") as shelf:
        shelf["model"] = loaded
    with shelve.open("shelf") as shelf:
        loaded = copy.deepcopy(shelf["model"])
    assert marshal.loads(marshal.dumps([1])) == [1]
    return 2 * (x * 0 + loaded.weights) + 1
