# What kind of machine this is, as reports like to say.
import getpass
import locale
import os
import platform
import shutil
import socket
import sys
import sysconfig
import uuid

print(platform.platform(), platform.python_version(), platform.machine(), platform.processor(), sys.version)


def honest(x):
    assert platform.uname().system and platform.node() == socket.gethostname() and sys.platform
    assert sysconfig.get_paths()["stdlib"] and os.uname() and os.getloadavg() and len(os.sched_getaffinity(0))
    try:  # noqa: SIM105
        getpass.getuser()
    except (KeyError, OSError):
        pass
    try:
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
    except locale.Error:
        locale.setlocale(locale.LC_ALL, "C.UTF-8")
    assert locale.localeconv()["decimal_point"] and locale.getpreferredencoding()
    assert uuid.uuid4() != uuid.uuid4() and shutil.get_terminal_size().columns
    return 2 * x + 1
