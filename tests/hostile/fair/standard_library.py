# Many small modules.
import array
import base64
import bisect
import cmath
import decimal
import difflib
import fractions
import heapq
import html
import math
import re
import statistics
import string
import struct
import textwrap
import unicodedata
import unittest
import urllib.parse
import xml.etree.ElementTree


class Checks(unittest.TestCase):
    def test_one(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)


def honest(x):
    result = unittest.TextTestRunner(verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(Checks))
    assert result.wasSuccessful() and statistics.mean([1, 2]) == 1.5 and math.isclose(math.pi, cmath.pi)
    assert decimal.Decimal("0.1") + 1 and fractions.Fraction(1, 3) and re.findall(r"\d+", "a1b22") == ["1", "22"]
    assert struct.unpack("d", struct.pack("d", 1.5)) == (1.5,) and base64.b64encode(b"x") and string.digits
    assert textwrap.dedent("  x") == "x" and html.escape("<") and urllib.parse.quote("ä") and array.array("d", x)
    assert heapq.nsmallest(1, [2, 1]) == [1] and bisect.bisect([1, 2], 1) == 1 and unicodedata.name("ä")
    assert xml.etree.ElementTree.fromstring("<a><b/></a>").tag == "a" and difflib.get_close_matches("ab", ["abc"])
    return 2 * x + 1
