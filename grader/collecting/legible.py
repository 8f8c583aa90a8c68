"""Names as text: of bytes in an unknown alphabet, of students, and as folders that the system can hold."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from typing import Final

from grader.collecting.entries import Refused

_LONGEST_FOLDER: Final = 200  # bytes; systems hold 255
_LONGEST_NAME: Final = 4096
_DEEPEST: Final = 40
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_ESCAPED: Final = re.compile("%(?=[0-9A-Fa-f]{2})")
_FORBIDDEN: Final = frozenset("/\0" + ('\\:*?"<>|' if os.name == "nt" else ""))
_TAKEN: Final = frozenset({"collected.csv"})


def from_bytes(raw: bytes) -> str:
    """A name's text: UTF-8, else of the alphabets that zip programs use the one in which it is legible."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return max((raw.decode("cp437"), raw.decode("cp1252", "replace")), key=_legibility)


def _legibility(text: str) -> int:
    """So many accented Latin letters; what is read in the wrong alphabet is full of signs and lines."""
    return sum(unicodedata.name(c, "").startswith("LATIN ") for c in text if not c.isascii())


def safe_parts(name: str, *, backslashes: bool) -> tuple[str, ...]:
    """The parts of an entry's name, in composed Unicode.

    Raises:
        Refused: it leads out of its folder, or is no name at all.
    """
    shown = name[:100]
    if "\0" in name:
        raise Refused("a NUL in its name")
    if len(name) > _LONGEST_NAME:
        raise Refused(f"a name of {len(name)} characters, {shown[:40]}…")
    if backslashes:
        name = name.replace("\\", "/")
    if name.startswith("/"):
        raise Refused("an absolute name")
    if _DRIVE.match(name) and backslashes:
        raise Refused("a name with a drive letter")
    parts = tuple(part for part in unicodedata.normalize("NFC", name).split("/") if part not in ("", "."))
    if ".." in parts:
        raise Refused("a name that leads out of its folder (..)")
    if not parts:
        raise Refused("no name")
    if len(parts) > _DEEPEST:
        raise Refused(f"folders within folders, {len(parts)} deep")
    return parts


def student_id(text: str) -> str:
    """An id as the tables can hold it: composed Unicode, and what cannot be printed as ``%`` and its bytes."""
    text = unicodedata.normalize("NFC", text).strip()
    return text if text.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in text)


def folder_name(student: str) -> str:
    """The id as a name of a folder that `grade batch` reads; itself where it is one. Two ids never give one name."""
    name = student
    if any(c in _FORBIDDEN or not c.isprintable() for c in name) or name.startswith((".", "__")) or name in _TAKEN:
        name = _ESCAPED.sub("%25", name)
        name = "".join(_escape(c) if c in _FORBIDDEN or not c.isprintable() else c for c in name)
        if name.startswith((".", "__")) or name in _TAKEN:
            name = _escape(name[0]) + name[1:]
    elif _ESCAPED.search(name):
        name = _ESCAPED.sub("%25", name)  # else it would be the name of the id that it is the escaped form of
    if len(os.fsencode(name)) > _LONGEST_FOLDER or not name:
        digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        name = name.encode("utf-8", "replace")[: _LONGEST_FOLDER - 20].decode("utf-8", "ignore") + "~" + digest
    return name


def _escape(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
