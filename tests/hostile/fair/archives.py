# Archives and compressed files.
import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib


def honest(x):
    for module in (gzip, bz2, lzma):
        with module.open("packed", "wb") as file:
            file.write(x.tobytes())
        with module.open("packed", "rb") as file:
            assert file.read() == x.tobytes()
    with zipfile.ZipFile("packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write("packed")
        archive.writestr("folder/text.txt", "text")
    with zipfile.ZipFile("packed.zip") as archive:
        archive.extractall("unpacked")
    with tarfile.open("packed.tar.gz", "w:gz") as archive:
        archive.add("unpacked")
    with tarfile.open("packed.tar.gz") as archive:
        archive.extractall("again", filter="data")
    assert zlib.decompress(zlib.compress(b"x")) == b"x"
    return 2 * x + 1
