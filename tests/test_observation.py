"""What a hostile process sends: surveyed before it is built, then plain data that may be shown, or malformed."""

import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.inside import encoding, wire
from grader.inside.encoding import clean, encode
from grader.observation import (
    CallRecord,
    ForeignArray,
    Malformed,
    Opaque,
    Raised,
    decode,
    decode_outward,
    dtype_name,
    read_observation,
)
from grader.survey import Limits, survey

SIZE = 16_000_000
LIMIT = 1 << 24
QUICK = settings(deadline=None, max_examples=60)
pack = msgspec.msgpack.encode

words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.complex_numbers(allow_nan=False),
        words,
        st.binary(max_size=8),
        hnp.arrays(
            st.sampled_from(["bool", "int64", "float32", "complex64"]), hnp.array_shapes(min_dims=0, min_side=0)
        ),
        st.just(encoding.Raised(["ValueError", "Exception", "object"], "ValueError: no")),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def as_read(value):
    """What a value that the inside has sent is outside."""
    return Raised(tuple(value.names), value.message) if isinstance(value, encoding.Raised) else value


def same(seen, sent):
    sent = as_read(sent)
    if isinstance(sent, dict):
        return isinstance(seen, dict) and list(seen) == list(sent) and all(same(seen[key], sent[key]) for key in sent)
    if isinstance(sent, list):
        return isinstance(seen, list) and len(seen) == len(sent) and all(map(same, seen, sent))
    if isinstance(sent, np.ndarray):
        return seen.dtype == sent.dtype and seen.shape == sent.shape and seen.tobytes() == sent.tobytes()
    return type(seen) is type(sent) and seen == sent


def extension(code, content):
    return b"\xc9" + len(content).to_bytes(4, "big") + bytes([code & 0xFF]) + content


def array(shape=(2,), content=bytes(16), dtype="float64", stored="float64"):
    return extension(wire.ARRAY, pack([dtype, stored, list(shape), content]))


def raised(names=("ValueError",), message="no"):
    return extension(wire.RAISED, pack([list(names), message]))


def many(item, count=None):
    """A list of the same bytes, 16 MB of it unless a number is given."""
    count = SIZE // len(item) if count is None else count
    return b"\xdd" + count.to_bytes(4, "big") + item * count


# --- the survey -------------------------------------------------------------------------------------------

EVERYTHING = Limits(
    values=10**6, depth=100, text_bytes=10**6, key_bytes=10**6, extensions=dict.fromkeys(range(256), 10**6)
)


def passes(data, limits=EVERYTHING):
    try:
        survey(data, limits)
    except ValueError:
        return False
    return True


def is_message(data):
    try:
        msgspec.msgpack.decode(data, ext_hook=lambda code, content: None)
    except UnicodeDecodeError:
        return True  # that is not a matter of the survey
    except msgspec.DecodeError:
        return False
    return True


@pytest.mark.parametrize("first", range(256), ids=hex)
def test_the_survey_knows_every_first_byte_as_msgspec_does(first):
    """Lengths of every width, with less, as much and more behind them than they say."""
    is_dict = 0x80 <= first <= 0x8F or first in (0xDE, 0xDF)
    for length in ("", "03", "00 03", "00 00 00 03", "00", "00 00", "00 00 00 00"):
        for rest in range(36) if not length or not 0x80 <= first <= 0x8F else ():
            data = bytes([first]) + bytes.fromhex(length) + (b"\xa0" if is_dict else b"\x00") * rest
            assert passes(data) == is_message(data), data


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([0x00, 0x7F, 0x81, 0x92, 0xA0, 0xA1, 0xC0, 0xC4, 0xC7, 0xCB, 0xD4, 0xD9, 0xDC, 0xDE])))
def test_the_survey_follows_msgspec_through_any_bytes(tokens):
    data = bytes(tokens)
    if passes(data):
        assert is_message(data)


plain = st.recursive(
    st.none() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner, max_size=20),
    max_leaves=40,
)


def count(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(count, inner))


def height(value):
    if not isinstance(value, (list, dict)):
        return 0
    return 1 + max(map(height, value.values() if isinstance(value, dict) else value), default=0)


@QUICK
@given(plain, st.data())
def test_the_survey_counts_exactly(value, data):
    message, most, depth = pack(value), count(value), height(value)
    ample = {"text_bytes": 10**6, "key_bytes": 10**6}
    assert passes(message, Limits(most, depth, **ample))
    assert most == 1 or not passes(message, Limits(most - 1, depth, **ample))
    assert depth == 0 or not passes(message, Limits(most, depth - 1, **ample))
    assert not passes(message + b"\xc0")
    assert not passes(message[: data.draw(st.integers(0, len(message) - 1))])


@pytest.mark.parametrize("text", ["a", "é" * 20, "x" * 300, "x" * 70_000], ids=len)
def test_the_survey_limits_texts_and_keys(text):
    size = len(text.encode())
    assert passes(pack([text]), Limits(2, 1, text_bytes=size))
    assert not passes(pack([text]), Limits(2, 1, text_bytes=size - 1, key_bytes=size))
    assert passes(pack({text: ""}), Limits(2, 1, key_bytes=size))
    assert not passes(pack({text: ""}), Limits(2, 1, text_bytes=size, key_bytes=size - 1))


@pytest.mark.parametrize("key", [1, None, True, 1.5, b"a"], ids=repr)
def test_the_survey_wants_texts_as_keys(key):
    assert passes(pack({"a": key, "b": key}))
    assert not passes(pack({"a": 1, key: 1}))


def test_the_survey_looks_into_extensions():
    limits = Limits(values=10, depth=1, extensions={1: Limits(values=3, depth=1), 2: 4}, extension_values=7)
    one, three = extension(1, pack(0)), extension(1, pack([0, 0]))
    assert passes(one, limits)
    assert passes(many(three, 2), limits)
    assert not passes(many(three, 3), limits), "nine values in all"
    assert not passes(extension(1, pack([0, 0, 0])), limits)
    assert not passes(extension(1, pack([[0]])), limits)
    assert not passes(extension(1, pack("a")), limits)
    assert not passes(extension(1, one), limits), "an extension within an extension"
    assert passes(extension(2, b"\xc1\xc1\xc1\xc1"), limits)
    assert not passes(extension(2, bytes(5)), limits)
    assert not passes(extension(3, b""), limits)


@pytest.mark.parametrize("content", [b"", b"\x92\x00", b"\xc1", b"\x00\x00", b"\xc4\x02a", b"\x91"], ids=bytes.hex)
def test_what_lies_in_an_extension_ends_with_it(content):
    limits = Limits(values=100, depth=5, extensions={1: Limits(values=10, depth=5)}, extension_values=100)
    assert not passes(b"\x92" + extension(1, content) + b"\x00", limits)
    assert not passes(b"\x93" + extension(1, content) + b"\x00\x00", limits)
    assert not passes(extension(1, content), limits)


def test_the_survey_of_an_honest_answer_takes_no_time():
    payload = encode({"value": np.zeros(SIZE // 8 - 1000), "calls": []}, LIMIT)
    begin = time.process_time()
    for _ in range(20):
        decode(payload)
    whole = time.process_time() - begin
    begin = time.process_time()
    for _ in range(20):
        survey(payload, Limits(100, 3, 100, 100, {wire.ARRAY: Limits(9, 2, 100)}, 100))
    assert (time.process_time() - begin) / 20 < 0.001
    assert whole / 20 < 0.1


# --- honest answers ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(values, st.lists(st.fixed_dictionaries({"before": st.lists(words), "label": words}), max_size=3))
def test_an_honest_observation_is_read(value, calls):
    seen = read_observation(encode({"value": value, "calls": calls}, LIMIT))
    assert same(seen.value, value)
    assert seen.calls == tuple(CallRecord(tuple(call["before"]), (), (), call["label"]) for call in calls)


tricky = st.text(st.sampled_from("0x1a\x1b\n\u202e…\U0001f600\ud800 ") | st.characters(), max_size=40)


@settings(deadline=None, max_examples=150)
@given(tricky, st.integers(0, 3))
def test_whatever_a_submission_writes_is_read_as_the_inside_has_cleaned_it(text, filler):
    long = "z" * (190 + filler) + text
    seen = decode(encode([text, {long: 1}, np.array([long])], LIMIT))
    assert seen == [clean(text, wire.MAX_TEXT), {clean(long, 200): 1}, [clean(str(np.array([long])[0]), 200)]]
    error = decode(encode(encoding.Raised.of(type("E", (ValueError,), {})(text)), LIMIT))
    assert error == Raised(("E", "ValueError", "Exception", "BaseException", "object"), error.message)


def deep(inner, depth):
    for _ in range(depth):
        inner = [inner]
    return inner


def heir(depth):
    kind = ValueError
    for number in range(depth):
        kind = type("\U0001f600" * 100 + str(number), (kind,), {})
    return kind


@pytest.mark.parametrize(
    "value",
    [
        [0] * (wire.MAX_NODES - 1),
        dict.fromkeys(map(str, range(wire.MAX_NODES - 1)), 0),
        np.array(["a"] * (wire.MAX_NODES - 2)),
        deep(0, wire.MAX_DEPTH),
        deep(np.array(["a"]), wire.MAX_DEPTH),
        deep({}, wire.MAX_DEPTH),
        "\U0001f600" * 20_000,
        {"\U0001f600" * 300: "\U0001f600" * 20_000},
        2**13_900,
        -(2**13_900),
        [np.ones((1, 1, 1))] * (wire.MAX_NODES - 1),
        np.zeros((1,) * 32),
        np.zeros((0, 4096, 4096)),
        encoding.Raised.of(heir(20)("\U0001f600" * 1000)),
        type("\U0001f600" * 1000, (), {})(),
        np.zeros(0, dtype=[("\U0001f600" * 100, "f8")]),
        np.zeros(2, dtype=np.longdouble),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_most_that_the_inside_lets_out_is_read(value):
    decode(encode(value, LIMIT))


# --- forged answers ---------------------------------------------------------------------------------------

FLOATS = b"\x94\xa7float64\xa7float64"  # the head of an array: dtype and stored dtype
WIDE = "\U0001f600" + "x" * (SIZE - 4)  # a text that would take four times its bytes
# Each ends as malformed, quickly, within a fraction of the memory that it asks for.
FORGED = {
    "empty lists": lambda: many(b"\x90"),
    "empty dicts": lambda: many(b"\x80"),
    "empty texts": lambda: many(b"\xa0"),
    "empty bytes": lambda: many(b"\xc4\x00"),
    "small numbers": lambda: many(b"\x01"),
    "large numbers": lambda: many(b"\xcf" + b"\xff" * 8),
    "floats": lambda: many(b"\xcb" + bytes(8)),
    "nothing": lambda: many(b"\xc0"),
    "a list in a list": lambda: b"\x91" * (SIZE - 1) + b"\xc0",
    "a dict in a dict": lambda: b"\x81\xa0" * (SIZE // 2) + b"\xc0",
    "long lists in a list": lambda: many(b"\xdc\x03\xe8" + b"\xc0" * 1000),
    "lists that hold less than they say": lambda: b"\xdd\x00\x01\x86\x80" * (SIZE // 5),
    "a list that says four billion": lambda: b"\xdd\xff\xff\xff\xff" + bytes(SIZE),
    "lists that say a million": lambda: b"\x92" * 10 + b"\xdd\x00\x0f\x00\x00" * 1000,
    "a dict that says four billion": lambda: b"\xdf\xff\xff\xff\xff" + b"\xa0" * SIZE,
    "bytes that say four billion": lambda: b"\xc6\xff\xff\xff\xff" + bytes(SIZE),
    "a text that says four billion": lambda: b"\xdb\xff\xff\xff\xff" + bytes(SIZE),
    "an extension that says four billion": lambda: b"\xc9\xff\xff\xff\xff\x01" + bytes(SIZE),
    "a dict of a million keys": lambda: pack({f"{number:014}": None for number in range(1_000_000)}),
    "a dict of one key again and again": lambda: b"\xdf" + (SIZE // 2).to_bytes(4, "big") + b"\xa0\xc0" * (SIZE // 2),
    "a key that is no text": lambda: pack({1: "a"}),
    "a key that is a list": lambda: b"\x81" + many(b"\xc0", 1_000_000) + b"\xc0",
    "a giant key": lambda: pack({WIDE: 1}),
    "a key that is too long": lambda: pack({"x" * 201: 1}),
    "a giant text": lambda: pack(WIDE),
    "a text that is too long": lambda: pack("x" * (wire.MAX_TEXT + 1)),
    "a byte without a meaning": lambda: pack([0])[:-1] + b"\xc1",
    "a text that is no UTF-8": lambda: b"\xa2\xff\xfe",
    "a text with half a character": lambda: b"\xa3\xed\xa0\x80",
    "times": lambda: many(b"\xd6\xff" + bytes(4), 1000),
    "an unknown extension": lambda: extension(6, bytes(SIZE)),
    "unknown extensions": lambda: many(b"\xd4\x7f\x00"),
    **{f"empty extensions {code}": lambda code=code: many(bytes([0xC7, 0, code])) for code in range(1, 6)},
    "empty arrays": lambda: many(array((0,), b"")),
    "exceptions": lambda: many(raised()),
    "small whole numbers as large ones": lambda: many(extension(wire.BIG_INTEGER, b"0x1")),
    "complex numbers": lambda: many(extension(wire.COMPLEX, pack([0.0, 0.0]))),
    "descriptions": lambda: many(extension(wire.OPAQUE, b"a function")),
    "a shape of millions": lambda: extension(wire.ARRAY, FLOATS + many(b"\x00") + b"\xc4\x00"),
    "a shape of large numbers": lambda: extension(wire.ARRAY, FLOATS + many(b"\xcf" + b"\xff" * 8) + b"\xc4\x00"),
    "a shape of lists": lambda: extension(wire.ARRAY, FLOATS + many(b"\x90") + b"\xc4\x00"),
    "an array with more than its parts": lambda: extension(wire.ARRAY, b"\x95" + array()[7:] + b"\xc0"),
    "an array in an array": lambda: extension(wire.ARRAY, FLOATS + array() + b"\xc4\x00"),
    "an array of a giant dtype": lambda: array(dtype=WIDE),
    "arrays of many dimensions": lambda: many(array((1,) * 32, bytes(8)), wire.MAX_NODES - 1),
    "65 dimensions": lambda: array((1,) * 65, bytes(8)),
    "33 dimensions": lambda: array((1,) * 33, bytes(8)),
    "an empty array of a large shape": lambda: array((0, 10**18), b""),
    "an empty array of many large sides": lambda: array((2**20, 0, 2**20), b""),
    "an empty array of a shape beyond 64 bits": lambda: array((0, 2**63), b""),
    "a shape whose size is 0 in 64 bits": lambda: array((2**32, 2**32), b""),
    "a shape whose bytes are 16 in 64 bits": lambda: array((2**61 + 2,), bytes(16)),
    "a shape of numbers beyond 63 bits": lambda: array((2**64 - 1, 2**64 - 1), bytes(8)),
    "a negative shape": lambda: array((-2,)),
    "a shape that is too small": lambda: array((2,), bytes(SIZE)),
    "a shape that is too large": lambda: array((SIZE,), bytes(SIZE)),
    "an exception of a million classes": lambda: extension(wire.RAISED, b"\x92" + many(b"\xa0") + b"\xa0"),
    "an exception of no class": lambda: raised(names=()),
    "an exception of a giant class": lambda: raised(names=[WIDE]),
    "an exception with a giant message": lambda: raised(message=WIDE),
    "a whole number of a million digits": lambda: extension(wire.BIG_INTEGER, b"f" * 10**6),
    "a whole number too long to print": lambda: extension(wire.BIG_INTEGER, b"f" * 3600),
    "a giant description": lambda: extension(wire.OPAQUE, WIDE.encode()),
    "an exception with more than its parts": lambda: extension(wire.RAISED, pack([["E"], "", 1])),
    "texts of control characters": lambda: many(pack("\x01" * wire.MAX_TEXT), 200),
}
# As large as an answer may be and as costly as it gets: read, or malformed at the very end.
COSTLY = {
    "bytes": lambda: pack(bytes(SIZE)),
    "an array": lambda: array((SIZE // 8,), bytes(SIZE)),
    "an array of booleans": lambda: array((SIZE,), b"\x02" * SIZE, "bool", "bool"),
    "texts": lambda: pack([f"{number:08}" for number in range(wire.MAX_NODES - 1)]),
    "long texts of control characters": lambda: many(pack("\x01" * wire.MAX_TEXT)),
    "long texts": lambda: many(pack("x" * wire.MAX_TEXT)),
    "dicts in dicts": lambda: many(b"\x81\xa1k\x80", wire.MAX_NODES // 2 - 1),
    "arrays": lambda: many(array((1, 1, 1), bytes(8)), wire.MAX_NODES - 1),
    "arrays, the last one broken": lambda: many(array((1, 1, 1), bytes(8)), wire.MAX_NODES - 1)[:-1],
    "arrays of a foreign dtype": lambda: pack(
        [msgspec.msgpack.Ext(wire.ARRAY, array((1, 1), bytes(8), f"{n:040}")[6:]) for n in range(wire.MAX_NODES - 1)]
    ),
    "arrays of booleans": lambda: many(array((1, 1, 1), b"\x02", "bool", "bool"), wire.MAX_NODES - 1),
    "exceptions of twenty classes": lambda: many(raised([f"{number:04}" for number in range(20)]), 34_000),
    "whole numbers": lambda: many(extension(wire.BIG_INTEGER, b"f" * 3500)),
}


def attempt(payload):
    try:
        return decode(payload)
    except Malformed:
        return Malformed


def peak(payload):
    tracemalloc.start()
    try:
        attempt(payload)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_answer_is_malformed_and_costs_little(kind):
    payload = FORGED[kind]()
    begin = time.process_time()
    with pytest.raises(Malformed):
        decode(payload)
    assert time.process_time() - begin < 0.5
    assert peak(payload) < SIZE / 4


def read_all_under_a_limit():
    """In a process of its own: tell which answers need more than four times 16 MB, or more than a few seconds."""
    import resource

    usual, hard = resource.getrlimit(resource.RLIMIT_DATA)
    for kind, make in {**FORGED, **COSTLY}.items():
        payload = make()
        assert len(payload) < 1.01 * SIZE
        pages = int(Path("/proc/self/statm").read_text().split()[5])
        resource.setrlimit(resource.RLIMIT_DATA, (pages * resource.getpagesize() + 4 * SIZE, hard))
        begin = time.process_time()
        try:
            attempt(payload)
        except MemoryError:
            print(f"{kind}: memory")
        if time.process_time() - begin > 4:
            print(f"{kind}: {time.process_time() - begin:.1f} s")
        resource.setrlimit(resource.RLIMIT_DATA, (usual, hard))


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA bounds memory on Linux only")
def test_no_answer_takes_more_memory_than_four_times_16_mb():
    code = "import test_observation; test_observation.read_all_under_a_limit()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- what is built may be used ----------------------------------------------------------------------------


def test_every_byte_of_a_boolean_array_is_true_or_false():
    seen = decode(array((2, 3), bytes([0, 1, 2, 255, 0, 128]), "bool", "bool"))
    assert seen.view(np.uint8).tolist() == [[0, 1, 1], [1, 0, 1]]
    assert seen.sum() == 4
    assert not seen.flags.writeable
    assert not seen.base.flags.writeable
    assert decode(array((0, 3), b"", "bool", "bool")).shape == (0, 3)
    assert decode(array((), b"\x07", "bool", "bool")).view(np.uint8) == 1
    foreign = decode(array((1,), b"\x07", "float1", "bool"))
    assert dtype_name(foreign) == "float1"
    assert foreign.view(np.uint8).tolist() == [1]


@pytest.mark.parametrize("stored", sorted(wire.DTYPES))
def test_an_array_of_any_bytes_is_an_array(stored):
    size = np.dtype(stored).itemsize
    seen = decode(array((2,), b"\xff" * 2 * size, stored, stored))
    assert seen.dtype == stored
    assert not seen.flags.writeable
    assert seen.flags.aligned
    assert repr(seen) and repr(seen == seen)


@pytest.mark.parametrize("digits", [b"f" * 3500, b"-0x" + b"f" * 3497], ids=len)
def test_every_whole_number_can_be_printed(digits):
    assert len(str(decode(extension(wire.BIG_INTEGER, digits)))) > 4200


FORBIDDEN = ["\x00", "\x1b", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066"]


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
@pytest.mark.parametrize(
    "place",
    [
        lambda text: pack(text),
        lambda text: pack([1, {"a": [text]}]),
        lambda text: pack({text: 1}),
        lambda text: pack([{"a": {text: 1}}]),
        lambda text: raised([text]),
        lambda text: raised(["E", text]),
        lambda text: raised(message=text),
        lambda text: extension(wire.OPAQUE, text.encode()),
        lambda text: array(dtype=text),
    ],
    ids=["text", "inner text", "key", "inner key", "class", "base class", "message", "description", "dtype"],
)
def test_a_text_that_the_inside_would_have_cleaned_is_forged(place, character):
    assert clean(f"a{character}b") != f"a{character}b"
    decode(place("ab"))
    with pytest.raises(Malformed):
        decode(place(f"a{character}b"))


@pytest.mark.parametrize("key", ["label", "result", "before", "after", "names"])
def test_a_forged_record_of_a_call_is_malformed(key):
    text = "a\x1b[2J"
    call = {key: text if key in ("label", "result") else [text]}
    with pytest.raises(Malformed):
        read_observation(pack({"value": 1, "calls": [call]}))


def test_a_foreign_dtype_is_told_by_name():
    seen = decode(array(dtype="bfloat32"))
    assert isinstance(seen, ForeignArray)
    assert dtype_name(seen) == "bfloat32"
    assert dtype_name(seen[:1]) == "float64"


def test_a_description_is_equal_to_nothing():
    assert decode(extension(wire.OPAQUE, b"a function")) != Opaque("a function")


# --- frames -----------------------------------------------------------------------------------------------

line = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
small = st.integers(0, 2**31 - 1)
frames = st.one_of(
    st.just(wire.Confined()),
    st.builds(wire.At, small, line),
    st.builds(wire.Loaded, st.lists(st.builds(wire.Problem, line, line), max_size=20), small),
    st.builds(wire.Answer, st.integers(0, 2**64 - 1), st.lists(st.binary(max_size=50), max_size=20)),
    st.builds(wire.Fault, st.integers(0, 2**64 - 1), line, line, small),
)


@settings(deadline=None, max_examples=150)
@given(frames)
def test_an_honest_frame_is_read(message):
    assert decode_outward(wire.frame(message)[wire.HEADER.size :]) == message


def test_the_largest_honest_frames_are_read():
    wide = "\U0001f600" * wire.MAX_MESSAGE
    for message in (
        wire.At(0, wide),
        wire.Loaded([wire.Problem(wide, wide)] * 20, 7),
        wire.Fault(1, "error", wide, 9_999),
        wire.Answer(1, [bytes(SIZE)]),
        wire.Answer(1, [b""] * 10_000),
    ):
        assert decode_outward(pack(message)) == message


DIRTY = "a\x1b[2J\u202e" + "x" * 1000
CLEAN = clean(DIRTY)


def test_the_texts_of_a_frame_are_cleaned():
    assert CLEAN.startswith("a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}x")
    assert len(CLEAN) == wire.MAX_MESSAGE
    assert decode_outward(pack(wire.At(3, DIRTY))) == wire.At(3, CLEAN)
    problem = wire.Problem(DIRTY, DIRTY)
    assert decode_outward(pack(wire.Loaded([problem], 3))) == wire.Loaded([wire.Problem(CLEAN, CLEAN)], 3)
    assert decode_outward(pack(wire.Fault(1, DIRTY, DIRTY, 0))) == wire.Fault(1, CLEAN, CLEAN, 0)


FORGED_FRAMES = {
    "nothing": lambda: b"",
    "no frame": lambda: pack(None),
    "another frame": lambda: pack(["load", 1]),
    "a frame that leads inside": lambda: pack(wire.Probe(1, "", b"", b"", 1, [])),
    "a dict": lambda: pack({"type": "at"}),
    "more after it": lambda: pack(wire.At(1, "")) + b"\x00",
    "a statement below 0": lambda: pack(wire.At(-1, "")),
    "a statement of 64 bits": lambda: pack(wire.At(2**63, "")),
    "a case below 0": lambda: pack(wire.Fault(1, "", "", -1)),
    "a case of 64 bits": lambda: pack(wire.Fault(1, "", "", 2**64 - 1)),
    "statements below 0": lambda: pack(wire.Loaded([], -1)),
    "statements of 64 bits": lambda: pack(wire.Loaded([], 2**31)),
    "a number that is none": lambda: pack(["fault", True, "", "", 0]),
    "a text that is none": lambda: pack(["at", 1, b"line 1"]),
    "a text that is no UTF-8": lambda: b"\x93\xa2at\x01\xa1\xff",
    "a giant place": lambda: pack(wire.At(1, "x" * SIZE)),
    "a giant message": lambda: pack(wire.Fault(1, "", "x" * SIZE, 0)),
    "a giant verdict": lambda: pack(wire.Fault(1, "x" * SIZE, "", 0)),
    "a message that is too long": lambda: pack(wire.Fault(1, "", "x" * (4 * wire.MAX_MESSAGE + 1), 0)),
    "a giant label": lambda: pack(wire.Loaded([wire.Problem("x" * SIZE, "")], 0)),
    "a giant tag": lambda: pack(["x" * SIZE, 1]),
    "many problems": lambda: pack(wire.Loaded([wire.Problem("", "")] * 101, 0)),
    "millions of problems": lambda: b"\x93\xa6loaded" + many(b"\x92\xa0\xa0") + b"\x00",
    "many cases": lambda: pack(wire.Answer(1, [b""] * 10_020)),
    "millions of cases": lambda: b"\x93\xa6answer\x01" + many(b"\xc4\x00"),
    "cases that are lists": lambda: b"\x93\xa6answer\x01" + many(b"\x90"),
    "more than its parts": lambda: b"\xdd\x00\xf4\x24\x00\xa2at" + b"\x90" * SIZE,
    "a case in lists": lambda: b"\x93\xa6answer\x01" + b"\x91" * SIZE,
    "an extension": lambda: b"\x93\xa2at\x01" + extension(1, bytes(SIZE)),
}


@pytest.mark.parametrize("kind", FORGED_FRAMES)
def test_a_forged_frame_is_malformed_and_costs_little(kind):
    payload = FORGED_FRAMES[kind]()
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            decode_outward(payload)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
    begin = time.process_time()
    with pytest.raises(Malformed):
        decode_outward(payload)
    assert time.process_time() - begin < 0.1


# --- any bytes --------------------------------------------------------------------------------------------

TOKENS = [
    *(b"\x91", b"\x92", b"\x94", b"\x81\xa1k", b"\xdc\x00\x02", b"\xdd\x00\x00\x00\x02", b"\x00", b"\xc0", b"\xc3"),
    *(b"\xa3abc", b"\xd9\x01\x1b", b"\xa2\xff\xff", b"\xc4\x02ab", b"\xcb" + bytes(8), b"\xcf" + b"\xff" * 8),
    *(array(), array((0,), b""), array((3,)), raised(), raised(()), extension(wire.COMPLEX, pack([1, 2.0]))),
    *(extension(wire.BIG_INTEGER, b"-0xff"), extension(wire.OPAQUE, b"it"), b"\xd4\x03a", b"\xd6\xff" + bytes(4)),
    *(b"\xa5value", b"\xa5calls", b"\xa2at", b"\xa6answer", b"\xa6loaded", b"\xa5fault"),
]
answers = st.builds(lambda value: encode({"value": value, "calls": []}, LIMIT), values)
honest = answers | frames.map(lambda message: wire.frame(message)[wire.HEADER.size :])


@st.composite
def damaged(draw):
    """An honest message with bytes changed, doubled, cut out or put in."""
    data = bytearray(draw(honest))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 6))
        data[place : place + length] = draw(st.binary(max_size=6) | st.sampled_from(TOKENS))
    return bytes(data)


@settings(deadline=None, max_examples=600)
@given(st.binary(max_size=80) | st.lists(st.sampled_from(TOKENS), max_size=12).map(b"".join) | damaged())
def test_any_bytes_are_read_or_malformed(payload):
    for reader in (decode, read_observation, decode_outward):
        try:
            reader(payload)
        except Malformed:
            continue


@QUICK
@given(st.sampled_from(TOKENS), st.integers(0, 3000), st.sampled_from(TOKENS), st.booleans())
def test_any_tokens_in_any_number_cost_little(item, number, end, whole):
    payload = (many(item, number) if whole else item * number) + end
    tracemalloc.start()
    try:
        for reader in (decode, decode_outward):
            try:
                reader(payload)
            except Malformed:
                continue
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 + 100 * len(payload)
    finally:
        tracemalloc.stop()
