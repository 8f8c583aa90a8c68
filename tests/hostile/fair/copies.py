# Files and folders copied, moved, linked and removed, with their modes and times.
import os
import shutil
import stat

os.makedirs("from", exist_ok=True)
with open("from/one.txt", "w") as file:
    file.write("one")


def honest(x):
    shutil.copy("from/one.txt", "two.txt")
    shutil.copy2("from/one.txt", "three.txt")
    shutil.copyfile("from/one.txt", "four.txt")
    shutil.copytree("from", "to", dirs_exist_ok=True)
    shutil.move("two.txt", "to/two.txt")
    os.chmod("three.txt", 0o600)
    os.utime("three.txt")
    os.replace("three.txt", "five.txt")
    os.symlink("five.txt", "link")
    os.link("five.txt", "hard")
    assert stat.S_ISREG(os.stat("hard").st_mode) and os.readlink("link") == "five.txt"
    assert shutil.disk_usage(".").total and shutil.which("python3") is not False
    shutil.make_archive("packed", "zip", "from")
    shutil.unpack_archive("packed.zip", "unpacked")
    for name in ("link", "hard", "five.txt", "four.txt", "packed.zip"):
        os.remove(name)
    shutil.rmtree("to")
    shutil.rmtree("unpacked")
    return 2 * x + 1
