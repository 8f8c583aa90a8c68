"""Sixty native threads that wake at the same instants: hardly a moment without one that waits for the processor."""
# verdict: timeout crashed error

import ctypes
import mmap
import platform
import struct
import threading
import time


def calm(x):
    return 2 * x + 1


PERIOD, SECOND = 5_000_000, 1_000_000_000
PROGRAM = (  # for x86-64: clock_nanosleep until the time that the argument points to, add the period to it, again
    b"\x49\x89\xfc"  # mov r12, rdi
    + (b"\x49\x81\x44\x24\x08" + struct.pack("<i", PERIOD))  # again: add qword [r12 + 8], PERIOD
    + (b"\x49\x81\x7c\x24\x08" + struct.pack("<i", SECOND) + b"\x7c\x0d")  # cmp qword [r12 + 8], SECOND; jl sleep
    + (b"\x49\x81\x6c\x24\x08" + struct.pack("<i", SECOND) + b"\x49\xff\x04\x24")  # sub …, SECOND; inc qword [r12]
    + (b"\xb8\xe6\x00\x00\x00" + b"\xbf\x01\x00\x00\x00")  # sleep: mov eax, 230; mov edi, CLOCK_MONOTONIC
    + (b"\xbe\x01\x00\x00\x00" + b"\x4c\x89\xe2")  # mov esi, TIMER_ABSTIME; mov rdx, r12
    + (b"\x4d\x31\xd2" + b"\x0f\x05")  # xor r10, r10; syscall
    + (b"\xe9" + struct.pack("<i", -61))  # jmp again
)


def storm(x):
    if platform.machine() != "x86_64":
        time.sleep(10**6)
    code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(PROGRAM)
    run = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    threading.stack_size(64 << 10)
    storm.times = []
    for _ in range(60):
        storm.times.append((ctypes.c_int64 * 2)(int(time.monotonic()), 0))
        threading.Thread(target=run, args=(ctypes.addressof(storm.times[-1]),), daemon=True).start()
    time.sleep(10**6)
