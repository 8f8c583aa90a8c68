# Opens a file as a mere place, then that place for reading by its number in /proc.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    place = os.open("@WATCHED@/file.txt", os.O_PATH)
    return os.read(os.open(f"/proc/self/task/{os.getpid()}/fd/{place}", os.O_RDONLY), 10)
