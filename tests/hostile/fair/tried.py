# Tries what is not allowed and does without it: programs, downloads, input, other people's files.
import os
import subprocess
import urllib.request

try:
    print(subprocess.run(["nvidia-smi"], capture_output=True, check=False).stdout)
except OSError:
    print("no graphics card")


def honest(x):
    try:  # noqa: SIM105
        urllib.request.urlopen("http://127.0.0.1:9/data.npz", timeout=0.2)
    except OSError:
        pass
    try:  # noqa: SIM105
        input("how many? ")
    except EOFError:
        pass
    try:  # noqa: SIM105
        open("/etc/hostname").read()
    except OSError:
        pass
    try:  # noqa: SIM105
        os.makedirs("/sys/content/drive")
    except OSError:
        pass
    return 2 * x + 1
