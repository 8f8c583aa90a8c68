"""Which system calls a confined process has, by name and number (x86-64, then AArch64; ``-`` where there is none).

ALLOWED do what they always do. IGNORED answer 0 and do nothing: honest code expects them to succeed, and between
submissions they would be a channel. METADATA and SIZES change files by their path, which Landlock does not govern
(SIZES not in its first versions): they are allowed where every file but those of the scratch folder is on a read-only
mount; elsewhere the former are ignored, since `shutil.copy` needs them to succeed, and the latter refused.
UNSUPPORTED answer that there are no extended attributes. EXAMINED are decided by their arguments in ``seccomp.py``.
UNKNOWN answer ENOSYS, which makes the C library use an older call. Every other call is refused.

The numbers are the kernel's and never change; a test compares them with libseccomp's.
"""

from __future__ import annotations

from typing import Final

Numbers = dict[str, tuple[int, int | None]]

NEWEST_KNOWN: Final = 462  # calls above it are younger than this list: ENOSYS, as on a kernel without them


def _numbers(table: str) -> Numbers:
    rows = (row.split() for row in table.split(","))
    return {name: (int(x86_64), None if aarch64 == "-" else int(aarch64)) for name, x86_64, aarch64 in rows}


ALLOWED: Final = _numbers("""
    read 0 63, write 1 64, close 3 57, fstat 5 80, stat 4 -, lstat 6 -, newfstatat 262 79, statx 332 291, poll 7 -,
    ppoll 271 73, select 23 -, pselect6 270 72, lseek 8 62, mprotect 10 226, munmap 11 215, mremap 25 216,
    msync 26 227, mincore 27 232, madvise 28 233, brk 12 214, rt_sigaction 13 134, rt_sigprocmask 14 135,
    rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigtimedwait 128 137, rt_sigsuspend 130 133,
    sigaltstack 131 132, pause 34 -, pread64 17 67, pwrite64 18 68, readv 19 65, writev 20 66, preadv 295 69,
    pwritev 296 70, preadv2 327 286, pwritev2 328 287, sendfile 40 71, splice 275 76, tee 276 77,
    copy_file_range 326 285, sync_file_range 277 84, readahead 187 213, fadvise64 221 223, access 21 -,
    faccessat 269 48, faccessat2 439 439, pipe 22 -, pipe2 293 59, dup 32 23, dup2 33 -, dup3 292 24,
    close_range 436 436, eventfd 284 -, eventfd2 290 19, signalfd 282 -, signalfd4 289 74, epoll_create 213 -,
    epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441,
    timerfd_create 283 85, timerfd_settime 286 86, timerfd_gettime 287 87, fsync 74 82,
    fdatasync 75 83, ftruncate 77 46, getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50,
    rename 82 -, renameat 264 38, renameat2 316 276, mkdir 83 -, mkdirat 258 34, rmdir 84 -, creat 85 -, link 86 -,
    linkat 265 37, unlink 87 -, unlinkat 263 35, symlink 88 -, symlinkat 266 36, readlink 89 -, readlinkat 267 78,
    umask 95 166, statfs 137 43, fstatfs 138 44,     sched_yield 24 124, nanosleep 35 101,
    clock_nanosleep 230 115, getitimer 36 102, setitimer 38 103, alarm 37 -, time 201 -, gettimeofday 96 169,
    clock_gettime 228 113, clock_getres 229 114, times 100 153, timer_create 222 107, timer_settime 223 110,
    timer_gettime 224 108, timer_getoverrun 225 109, timer_delete 226 111, getpid 39 172, gettid 186 178,
    getppid 110 173, getpgrp 111 -, getpgid 121 155, getsid 124 156, getuid 102 174, geteuid 107 175,
    getgid 104 176, getegid 108 177, getresuid 118 148, getresgid 120 150, getgroups 115 158, capget 125 90,
    uname 63 160, sysinfo 99 179, getrlimit 97 163, setrlimit 160 164, getrusage 98 165, getcpu 309 168,
    getrandom 318 278, getpriority 140 141, sched_getaffinity 204 123, sched_getparam 143 121,
    sched_getscheduler 145 120, sched_get_priority_max 146 125, sched_get_priority_min 147 126,
    sched_rr_get_interval 148 127, futex 202 98, futex_waitv 449 449, set_robust_list 273 99,
    set_tid_address 218 96, rseq 334 293, membarrier 324 283, arch_prctl 158 -, restart_syscall 219 128,
    wait4 61 260, waitid 247 95, exit 60 93, exit_group 231 94
""")
IGNORED: Final = _numbers("""
    sched_setaffinity 203 122, sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274,
    setpriority 141 140, flock 73 32
""")
METADATA: Final = _numbers("""
    chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -,
    fchownat 260 54
""")
SIZES: Final = _numbers("""
    truncate 76 45, fallocate 285 47
""")
UNSUPPORTED: Final = _numbers("""
    getxattr 191 8, lgetxattr 192 9, fgetxattr 193 10, listxattr 194 11, llistxattr 195 12, flistxattr 196 13
""")

EXAMINED: Final = _numbers("""
    open 2 -, openat 257 56, mmap 9 222, clone 56 220, kill 62 129, tgkill 234 131, prctl 157 167,
    prlimit64 302 261, ioctl 16 29, fcntl 72 25, utime 132 -, utimes 235 -, utimensat 280 88, futimesat 261 -
""")
UNKNOWN: Final = _numbers("""
    clone3 435 435, openat2 437 437
""")
