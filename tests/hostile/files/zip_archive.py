# Packs a file from outside into an archive of its own.
# stopped by: landlock
# verdict: forbidden
import zipfile


def attack():
    with zipfile.ZipFile("mine.zip", "w") as archive:
        archive.write("@WATCHED@/file.txt")
    return True
