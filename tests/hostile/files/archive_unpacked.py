# Unpacks an archive whose member lies outside.
# stopped by: landlock, scratch
# verdict: forbidden, error
import io
import tarfile


def attack():
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("@WATCHED@/unpacked.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"mine"))
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        archive.extractall("/", filter="fully_trusted")
    return True
