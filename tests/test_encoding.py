"""An answer on its way out: plain data survives, nothing else leaves, and what arrives is read with bounds."""

import math
import sys
import time
import types

import ml_dtypes
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.inside import encoding, wire
from grader.inside.encoding import TooLarge, clean, decode_given, describe, encode
from grader.observation import (
    CallRecord,
    ForeignArray,
    Malformed,
    Opaque,
    Raised,
    decode,
    dtype_name,
    encode_given,
    read_observation,
)

LIMIT = 1 << 20
QUICK = settings(deadline=None, max_examples=60)
pack = msgspec.msgpack.encode


def there_and_back(value, limit=LIMIT):
    return decode(encode(value, limit))


def same(one, other):
    """Equal in kind, dtype, shape and to the last bit."""
    if isinstance(other, np.ndarray):
        return (
            isinstance(one, np.ndarray)
            and one.dtype == other.dtype.newbyteorder("=")
            and one.shape == other.shape
            and np.array_equal(one, other, equal_nan=other.dtype.kind in "fc")
        )
    if isinstance(other, (list, tuple)):
        return isinstance(one, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(other, dict):
        return isinstance(one, dict) and list(one) == list(other) and all(same(one[k], other[k]) for k in other)
    if isinstance(other, (float, complex)):
        return type(one) is type(other) and repr(one) == repr(other)
    return type(one) is type(other) and one == other


words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["C", "Z"]), max_size=12)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.complex_numbers(),
    words,
    st.binary(max_size=12),
)
arrays = hnp.arrays(
    st.sampled_from(sorted(wire.DTYPES)).map(np.dtype) | hnp.integer_dtypes(endianness=">"),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
plain = st.recursive(
    scalars | arrays,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


# --- what leaves ------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=120)
@given(plain)
def test_plain_data_survives(value):
    assert same(there_and_back(value), value)


@pytest.mark.parametrize("name", sorted(wire.DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)], ids=str)
def test_arrays_of_every_listed_dtype_survive(name, shape):
    array = (np.arange(math.prod(shape)) % 2).astype(name).reshape(shape)
    back = there_and_back(array)
    assert same(back, array)
    assert dtype_name(back) == name
    assert not back.flags.writeable


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4).T,
        np.arange(12.0)[::-2],
        np.asfortranarray(np.arange(24).reshape(2, 3, 4)),
        np.arange(24.0).reshape(2, 3, 4)[:, 1:, ::2],
        np.broadcast_to(np.arange(3.0), (4, 3)),
        np.arange(5, dtype=">i4"),
        np.arange(5, dtype=">f8")[::2],
        np.array(7, dtype=">u2"),
        np.array([True, False]),
        np.array([np.nan, -0.0, np.inf]),
    ],
    ids=lambda array: f"{array.dtype.str}{array.shape}{array.strides}",
)
def test_arrays_in_any_layout_survive(array):
    assert same(there_and_back(array), array)


@QUICK
@given(arrays, st.data())
def test_views_of_arrays_survive(array, data):
    if array.ndim:
        array = array[data.draw(hnp.basic_indices(array.shape, allow_ellipsis=False))]
    assert same(there_and_back(array), np.asarray(array))


def test_numpy_scalars_are_0_d_arrays():
    for value in (np.float32(0.5), np.int8(-3), np.bool_(True), np.complex64(1 + 2j), np.float64(0.1)):
        back = there_and_back(value)
        assert back.shape == ()
        assert back.dtype == value.dtype
        assert back == value


def test_bfloat16_comes_as_float32_and_says_so():
    back = there_and_back(np.array([1.5, -2.0, 0.1], dtype=ml_dtypes.bfloat16))
    assert dtype_name(back) == "bfloat16"
    assert back.dtype == np.float32
    assert back.tolist() == [1.5, -2.0, float(ml_dtypes.bfloat16(0.1))]
    assert dtype_name(there_and_back(ml_dtypes.bfloat16(1.5))) == "bfloat16"


def test_other_floating_dtypes_come_as_float64_and_say_so():
    for array in (np.array([1.5], dtype=ml_dtypes.float8_e4m3fn), np.array([1.5], dtype=np.longdouble)):
        back = there_and_back(array)
        assert back.dtype == np.float64
        assert back.tolist() == [1.5]
        assert dtype_name(back) not in ("", "float64")


def test_arrays_of_texts_are_lists():
    assert there_and_back(np.array(["a", "b\x1b"])) == ["a", "b\N{REPLACEMENT CHARACTER}"]
    assert there_and_back(np.array("a")) == "a"


def test_a_tuple_is_a_list_and_keys_are_texts():
    class Key:
        pass

    value = {7: (1, 2), None: "none", True: "true", (1, 2): "a tuple", 2.5: {}, Key(): "an object"}
    assert there_and_back(value) == {
        "7": [1, 2],
        "None": "none",
        "True": "true",
        "(tuple)": "a tuple",
        "2.5": {},
        "(Key)": "an object",
    }


def test_an_exception_is_its_classes_and_its_text():
    class MyError(ValueError):
        pass

    back = there_and_back(encoding.Raised.of(MyError("wrong\nrank  here")))
    assert back == Raised(("MyError", "ValueError", "Exception", "BaseException", "object"), "MyError: wrong rank here")
    assert back.is_one_of(("AssertionError", "ValueError"))
    assert not back.is_one_of(("KeyError",))


# --- what does not leave ----------------------------------------------------------------------------------


class Thing:
    def __repr__(self):
        raise RuntimeError("never asked")

    __str__ = __repr__

    def __reduce__(self):
        raise RuntimeError("never asked")


def generator():
    yield 1


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (generator, "a function"),
        (lambda: 1, "a function"),
        (generator(), "an object of type generator"),
        (Thing, "the class Thing"),
        (Thing(), "an object of type Thing"),
        (len, "an object of type builtin_function_or_method"),
        (np.add, "an object of type ufunc"),
        (range(3), "an object of type range"),
        ({1, 2}, "an object of type set"),
        (iter([1]), "an object of type list_iterator"),
        (sys, "an object of type module"),
        (np.array([Thing()], dtype=object), "an array of dtype object"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "an array of dtype datetime64[D]"),
        (np.zeros(2, dtype=[("a", "f8"), ("b", "i4")]), "an array of dtype void"),
        (np.dtype("f8"), "an object of type Float64DType"),
        (ValueError("no"), "an object of type ValueError"),
        (memoryview(b"ab"), "an object of type memoryview"),
        (bytearray(b"ab"), "an object of type bytearray"),
        (..., "an object of type ellipsis"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_leave_is_described(value, what):
    back = there_and_back(["before", value])
    assert back[0] == "before"
    assert isinstance(back[1], Opaque)
    assert back[1].what.startswith(what)
    assert back[1] != back[1]


def test_a_class_with_a_hostile_name_is_described():
    back = there_and_back(type("\x1b[31m" + "x" * 500, (), {})())
    assert "\x1b" not in back.what
    assert len(back.what) < 120


def test_subclasses_leave_as_what_they_are():
    class Text(str):
        def __str__(self):
            return "a lie"

        def __len__(self):
            return 0

    class Whole(int):
        def __int__(self):
            return 99

        def bit_length(self):
            return 0

    class Real(float):
        def __float__(self):
            return 99.0

    class Items(list):
        def __iter__(self):
            return iter(["a lie"])

        def __len__(self):
            return 10**9

    class Pair(tuple):
        def __iter__(self):
            return iter(["a lie"])

    class Table(dict):
        def items(self):
            return [("a lie", 1)]

        def __iter__(self):
            return iter(["a lie"])

        def keys(self):
            return ["a lie"]

    value = [Text("true"), Whole(5), Whole(2**70), Real(0.5), Items([1]), Pair((2,)), Table(a=3)]
    assert there_and_back(value) == ["true", 5, 2**70, 0.5, [1], [2], {"a": 3}]


def test_a_subclass_of_the_array_that_lies_leaves_as_the_array_it_is():
    class Liar(np.ndarray):
        shape = property(lambda self: (10**9,))
        size = property(lambda self: 0)
        nbytes = property(lambda self: 0)
        itemsize = property(lambda self: 0)
        dtype = property(lambda self: np.dtype("int8"))

        def tobytes(self, *arguments):
            return b"a lie"

        def __array__(self, *arguments, **keywords):
            return np.full(3, 99.0)

        def reshape(self, *shape):
            return self

        astype = copy = ravel = reshape

        def __array_finalize__(self, other):
            pass

    true = np.arange(6.0).reshape(2, 3)
    assert same(there_and_back(true.view(Liar)), true)
    with pytest.raises(TooLarge):
        encode(np.zeros(1000).view(Liar), 500)


def test_other_subclasses_of_the_array_leave_as_arrays():
    assert same(there_and_back(np.zeros((2, 2)).view(np.recarray)), np.zeros((2, 2)))
    assert same(there_and_back(np.ma.array([1.0, 2.0], mask=[0, 1])), np.array([1.0, 2.0]))


class Tensor:
    def __init__(self, values):
        self.values = values

    def numpy(self):
        if isinstance(self.values, Exception):
            raise self.values
        return self.values


def test_a_tensor_leaves_as_the_array_of_its_values(monkeypatch):
    monkeypatch.setattr(Tensor, "__module__", "tensorflow.python.framework.ops")
    assert isinstance(there_and_back(Tensor(np.ones(2))), Opaque)
    monkeypatch.setitem(sys.modules, "tensorflow", types.ModuleType("tensorflow"))
    assert same(there_and_back({"t": Tensor(np.ones(2, dtype=np.float32))}), {"t": np.ones(2, dtype=np.float32)})
    assert isinstance(there_and_back(Tensor(RuntimeError("a symbolic tensor"))), Opaque)
    assert isinstance(there_and_back(Tensor([Thing()])), Opaque)


# --- limits -----------------------------------------------------------------------------------------------


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_bounded():
    assert there_and_back(nested(wire.MAX_DEPTH)) == nested(wire.MAX_DEPTH)
    with pytest.raises(TooLarge, match="deeper"):
        encode(nested(wire.MAX_DEPTH + 1), LIMIT)
    with pytest.raises(TooLarge, match="deeper"):
        encode(nested(100_000), LIMIT)


def test_cycles_are_bounded():
    cycle = []
    cycle.append(cycle)
    table = {}
    table["self"] = [table]
    for value in (cycle, table):
        with pytest.raises(TooLarge):
            encode(value, LIMIT)


@pytest.mark.parametrize(
    "value",
    [
        [None] * (wire.MAX_NODES + 1),
        [[]] * (wire.MAX_NODES + 1),
        {str(n): 0 for n in range(wire.MAX_NODES + 1)},
        [[0] * 1000] * 1000,
        np.full(wire.MAX_NODES + 1, "a"),
    ],
    ids=["none", "lists", "dict", "shared lists", "texts in an array"],
)
def test_nodes_are_bounded(value):
    with pytest.raises(TooLarge):
        encode(value, 1 << 30)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(200),
        np.zeros(2000, dtype=bool),
        b"x" * 2000,
        "x" * 2000,
        "\N{EURO SIGN}" * 900,
        2**9000,
        [1.5] * 200,
        [b"x" * 100] * 20,
        {"k" * 150 + str(n): None for n in range(20)},
        np.array(["x" * 100] * 20),
        [Thing()] * 100,
        [encoding.Raised(["E" * 80] * 12, "m" * 300)] * 3,
    ],
    ids=lambda value: type(value).__name__,
)
def test_bytes_are_bounded(value):
    with pytest.raises(TooLarge, match="larger"):
        encode(value, 1500)


@QUICK
@given(plain, st.integers(0, 400))
def test_an_answer_never_has_more_bytes_than_the_limit(value, limit):
    try:
        payload = encode(value, limit)
    except TooLarge:
        return
    assert len(payload) <= limit


def test_bytes_that_lie_about_their_length_are_bounded():
    class Short(bytes):
        def __len__(self):
            return 0

    with pytest.raises(TooLarge):
        encode(Short(b"x" * 5000), 1000)


def test_sizes_are_looked_at_before_anything_is_copied():
    huge = np.broadcast_to(np.float64(1), (10**9,))
    begin = time.process_time()
    for value in (huge, [huge], np.broadcast_to(np.array("a"), (10**9,))):
        with pytest.raises(TooLarge):
            encode(value, 1 << 22)
    assert time.process_time() - begin < 0.2


def test_a_long_text_is_cut():
    back = there_and_back("x" * (wire.MAX_TEXT + 1))
    assert len(back) == wire.MAX_TEXT
    assert back.endswith("x…")


# --- texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dirty",
    ["\x00", "\x07", "\x1b", "\r", "\x7f", "\x9b", "\ud800", "\udfff", "\u2028", "\u202e", "\u2066"],
    ids=ascii,
)
def test_texts_are_cleaned(dirty):
    text = f"a{dirty}b"
    assert clean(text) == "a\N{REPLACEMENT CHARACTER}b"
    for value in (text, {text: 1}, np.array([text]), encoding.Raised.of(ValueError(text))):
        assert dirty not in str(there_and_back(value))


def test_ordinary_texts_stay():
    text = "Größe: α ≤ 1, 你好 🙂\n\tdone 0x1F"
    assert clean(text) == text


def test_memory_addresses_do_not_show():
    assert clean("<f at 0x7f12ab34cd56>") == "<f at 0x…>"


def test_the_scratch_folder_does_not_show(monkeypatch):
    monkeypatch.setattr(encoding, "private_paths", ["/tmp/grade-1/run-7"])
    assert clean('File "/tmp/grade-1/run-7/naive_ops.py" in /tmp/grade-1/run-7') == 'File "naive_ops.py" in .'


@QUICK
@given(st.text(), st.integers(1, 30))
def test_a_cleaned_text_is_short_and_valid(text, limit):
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    cleaned.encode("utf-8")
    assert clean(cleaned, limit) == cleaned


def test_an_exception_is_described_in_one_line():
    class Silent(Exception):
        def __str__(self):
            raise KeyboardInterrupt

    assert describe(ValueError("two\nlines\n\nand a second paragraph")) == "ValueError: two lines"
    assert describe(Silent()) == "Silent"
    assert describe(ValueError()) == "ValueError"
    assert len(describe(ValueError("x" * 10_000))) <= 300
    assert "\x1b" not in describe(ValueError("\x1b[2J"))


# --- what arrives -----------------------------------------------------------------------------------------


def array_message(dtype="float64", stored="float64", shape=(2,), content=bytes(16)):
    return pack(msgspec.msgpack.Ext(wire.ARRAY, pack([dtype, stored, shape, content])))


def test_an_array_message_is_read():
    assert decode(array_message()).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    "message",
    [
        array_message(shape=(3,)),
        array_message(shape=(1,)),
        array_message(shape=()),
        array_message(shape=(-2,)),
        array_message(shape=(-1, -2)),
        array_message(shape=(0,)),
        array_message(shape=(2**62, 2**62), content=b""),
        array_message(shape=(2**40,)),
        array_message(shape=(0, 2**62, 2**62), content=b""),
        array_message(shape=(1,) * 65, content=bytes(8)),
        array_message(shape=(2.0,)),
        array_message(shape=("2",)),
        array_message(shape=None),
        array_message(content=bytes(15)),
        array_message(content="x" * 16),
        array_message(content=None),
        array_message(stored="object", dtype="object"),
        array_message(stored="O"),
        array_message(stored="V8"),
        array_message(stored="datetime64[s]"),
        array_message(stored="U2"),
        array_message(stored="float128", content=bytes(32)),
        array_message(stored=">f8"),
        array_message(stored="float64, float64", shape=(1,)),
        array_message(stored=""),
        array_message(stored=None),
        array_message(dtype=None),
        pack(msgspec.msgpack.Ext(wire.ARRAY, b"")),
        pack(msgspec.msgpack.Ext(wire.ARRAY, pack([]))),
        pack(msgspec.msgpack.Ext(wire.ARRAY, pack({"dtype": "float64"}))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack(["ValueError", "text"]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([[], "no class"]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([[1], "text"]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([["ValueError"]]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([["E"] * 21, "text"]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([["E" * 201], "text"]))),
        pack(msgspec.msgpack.Ext(wire.RAISED, pack([["E"], "m" * 2001]))),
        pack(msgspec.msgpack.Ext(wire.OPAQUE, b"x" * 601)),
        pack(msgspec.msgpack.Ext(wire.OPAQUE, b"\xff\xfe")),
        array_message(dtype="x" * 201),
        pack(msgspec.msgpack.Ext(wire.BIG_INTEGER, b"not hexadecimal")),
        pack(msgspec.msgpack.Ext(wire.BIG_INTEGER, b"")),
        pack(msgspec.msgpack.Ext(wire.BIG_INTEGER, b"f" * (wire.MAX_TEXT + 1))),
        pack(msgspec.msgpack.Ext(wire.COMPLEX, pack([1.0]))),
        pack(msgspec.msgpack.Ext(wire.COMPLEX, pack(["1", "2"]))),
        pack(msgspec.msgpack.Ext(6, b"")),
        pack(msgspec.msgpack.Ext(-1, b"1234")),
        pack(msgspec.msgpack.Ext(-1, b"123")),
        pack(msgspec.msgpack.Ext(127, b"")),
        pack({1: "a"}),
        pack({None: "a", "b": 1}),
        b"\x81\x91\x01\x01",
        b"",
        b"\xc1",
        pack([1]) + b"\x00",
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xd9\x02\xff\xfe",
        b"\x91" * 500 + b"\x01",
        b"\x91" * 990 + b"\x01",
        b"\x91" * 100_000 + b"\x01",
        b"\xdd" + (wire.MAX_NODES + 10).to_bytes(4, "big") + b"\x90" * (wire.MAX_NODES + 10),
    ],
    ids=lambda message: message[:20].hex() or "nothing",
)
def test_what_does_not_have_the_form_is_malformed(message):
    with pytest.raises(Malformed):
        decode(message)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60))
def test_bytes_are_read_or_malformed(payload):
    try:
        decode(payload)
    except Malformed:
        return


@settings(deadline=None, max_examples=100)
@given(plain, st.data())
def test_a_damaged_answer_is_read_or_malformed(value, data):
    payload = bytearray(encode(value, LIMIT))
    for _ in range(data.draw(st.integers(1, 3))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    try:
        decode(bytes(payload))
    except Malformed:
        return


@QUICK
@given(plain, st.data())
def test_a_cut_answer_is_malformed(value, data):
    payload = encode(value, LIMIT)
    with pytest.raises(Malformed):
        decode(payload[: data.draw(st.integers(0, len(payload) - 1))])


# --- observations -----------------------------------------------------------------------------------------


def test_an_observation_is_read():
    call = {
        "before": ["1", "2"],
        "after": ["1", "3"],
        "names": ["x", "y"],
        "label": "f(x, y)",
        "inputs": {"x": np.ones(2)},
    }
    seen = read_observation(encode({"value": [1.5], "calls": [call, {"before": [], "after": [], "names": []}]}, LIMIT))
    assert seen.value == [1.5]
    assert seen.calls[0].label == "f(x, y)"
    assert seen.calls[0].changed() == "y"
    assert seen.calls[1] == CallRecord((), (), ())
    assert seen.calls[1].changed() == ""


def test_a_changed_argument_without_a_name_is_told():
    assert CallRecord(("1",), ("2",), ()).changed() == "an argument"
    assert CallRecord(("1",), ("1",), ("x",)).changed() == ""


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"value": 1},
        {"value": 1, "calls": None},
        {"value": 1, "calls": [], "more": 1},
        {"value": 1, "calls": [1]},
        {"value": 1, "calls": [{"before": "text"}]},
        {"value": 1, "calls": [{"before": [1]}]},
        {"value": 1, "calls": [{"names": [None]}]},
        {"value": 1, "calls": [{"label": 1}]},
        {"value": 1, "calls": [{"inputs": []}]},
        {"value": 1, "calls": [{"result": []}]},
    ],
    ids=str,
)
def test_an_observation_of_another_form_is_malformed(content):
    with pytest.raises(Malformed):
        read_observation(pack(content))


# --- what is given to a probe -----------------------------------------------------------------------------


@QUICK
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | arrays,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_data_given_to_a_probe_survives(value):
    assert same(decode_given(encode_given(value)), value)


def test_data_given_to_a_probe_is_its_own():
    first = decode_given(encode_given({"x": np.zeros(3)}))["x"]
    first += 1
    assert first.tolist() == [1, 1, 1]


@pytest.mark.parametrize("array", [np.array([None]), np.array(["a"]), np.zeros(1, dtype=ml_dtypes.bfloat16)], ids=repr)
def test_data_that_cannot_be_given_is_refused(array):
    with pytest.raises(TypeError, match="data for a probe"):
        encode_given([array])


def test_a_foreign_array_is_an_array():
    foreign = ForeignArray.of(np.ones(2, dtype=np.float32), "bfloat16")
    assert isinstance(foreign, np.ndarray)
    assert foreign.foreign_dtype == "bfloat16"
    assert dtype_name(np.ones(2, dtype=np.float32)) == "float32"


def test_a_whole_number_too_long_to_be_shown_is_described():
    assert read_observation(encode({"value": 1 << (1 << 24), "calls": []}, LIMIT)).value.what == (
        "a very large whole number"
    )
    assert read_observation(encode({"value": 7**4000, "calls": []}, LIMIT)).value == 7**4000
