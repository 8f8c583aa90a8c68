"""The filter of system calls: its tables against libseccomp's, its program in a small interpreter."""

from __future__ import annotations

import errno
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside import seccomp, syscalls

PID = 4242
MACHINES = ("x86_64", "aarch64")
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {"x86_64": 0, "aarch64": 1}
I386, ARM = 0x40000003, 0x40000028
ALLOW, KILL = "allow", "kill"
TABLES = {
    "allowed": syscalls.ALLOWED,
    "ignored": syscalls.IGNORED,
    "metadata": syscalls.METADATA,
    "sizes": syscalls.SIZES,
    "unsupported": syscalls.UNSUPPORTED,
    "unknown": syscalls.UNKNOWN,
}


def run(machine, number, arguments=(), audit=None, read_only=False):
    """What the kernel would do with a call: the packet filter's few instructions, interpreted."""
    words = [value & 0xFFFFFFFFFFFFFFFF for value in (*arguments, *[0] * 6)][:6]
    data = struct.pack("<iIQ6Q", number, AUDIT[machine] if audit is None else audit, 0, *words)
    program = [struct.unpack("=HBBI", one) for one in seccomp.filter_program(machine, PID, read_only)]
    assert len(program) <= 4096, "the kernel takes no longer ones"
    word = at = 0
    while True:
        code, yes, no, value = program[at]
        at += 1
        if code == 0x20:
            word = struct.unpack_from("<I", data, value)[0]
        elif code == 0x54:
            word &= value
        elif code == 0x15:
            at += yes if word == value else no
        elif code == 0x35:
            at += yes if word >= value else no
        else:
            assert code == 0x06
            break
    if value == 0x7FFF0000:
        return ALLOW
    return KILL if value == 0x80000000 else errno.errorcode.get(value & 0xFFFF, "0")


def number_of(machine, name):
    for table in (*TABLES.values(), syscalls.EXAMINED):
        if name in table:
            return table[name][COLUMN[machine]]
    libseccomp = pytest.importorskip("pyseccomp", reason="libseccomp is not installed", exc_type=RuntimeError)
    machines = {"x86_64": libseccomp.Arch.X86_64, "aarch64": libseccomp.Arch.AARCH64}
    found = libseccomp.resolve_syscall(machines[machine], name)
    return found if found >= 0 else None


def answer(machine, name, *arguments, read_only=False):
    number = number_of(machine, name)
    return None if number is None else run(machine, number, arguments, read_only=read_only)


@pytest.mark.parametrize("table", [*TABLES.values(), syscalls.EXAMINED], ids=[*TABLES, "examined"])
def test_numbers_are_those_of_libseccomp(table):
    try:
        import pyseccomp
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"libseccomp is not installed: {error}")
    for name, numbers in table.items():
        for machine, number in zip((pyseccomp.Arch.X86_64, pyseccomp.Arch.AARCH64), numbers, strict=True):
            theirs = pyseccomp.resolve_syscall(machine, name)
            assert (theirs if theirs >= 0 else None) == number, name


@pytest.mark.parametrize("machine", MACHINES)
def test_tables_do_not_overlap(machine):
    numbers = [
        pair[COLUMN[machine]]
        for table in (*TABLES.values(), syscalls.EXAMINED)
        for pair in table.values()
        if pair[COLUMN[machine]] is not None
    ]
    assert len(numbers) == len(set(numbers))
    assert max(numbers) <= syscalls.NEWEST_KNOWN


@pytest.mark.parametrize("machine", MACHINES)
def test_what_computing_needs_is_allowed(machine):
    for name in ("read", "write", "futex", "munmap", "mprotect", "exit_group", "getrandom", "rt_sigreturn", "statx"):
        assert answer(machine, name) == ALLOW


REFUSED = """
    fork vfork execve execveat socket socketpair connect bind accept sendto sendmsg recvmsg shutdown ptrace
    process_vm_readv process_vm_writev pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
    mount umount2 unshare setns pivot_root chroot bpf io_uring_setup io_uring_enter io_uring_register perf_event_open
    add_key request_key keyctl userfaultfd memfd_create memfd_secret shmget shmat msgget semget mq_open mknod mknodat
    personality setuid setgid setresuid capset seccomp landlock_restrict_self acct swapon reboot
    init_module kexec_load name_to_handle_at open_by_handle_at quotactl syslog settimeofday clock_settime setsid
    setpgid inotify_init1 fanotify_init process_madvise kcmp mlockall mbind iopl ioperm modify_ldt sync setxattr
""".split()


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", REFUSED)
def test_what_reaches_further_is_refused(machine, name):
    assert answer(machine, name) in (None, "EPERM")


@pytest.mark.parametrize("machine", MACHINES)
def test_threads_start_and_processes_do_not(machine):
    thread = 0x3D0F00  # what pthread_create asks for
    assert answer(machine, "clone", thread) == ALLOW
    for flags in (17, 0x01200011, 0x00004111, thread & ~0x10000, thread | 0x10000000, thread | 0x40000000):
        assert answer(machine, "clone", flags) == "EPERM"
    assert answer(machine, "clone3", 0, 88) == "ENOSYS"


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_reach_the_process_itself_only(machine, name):
    assert answer(machine, name, PID, 9) == ALLOW
    for other in (1, 0, -1, -PID, PID + 1, PID - 1):
        assert answer(machine, name, other, 0) == "EPERM"


@pytest.mark.parametrize("machine", MACHINES)
def test_mappings_that_no_limit_counts_are_refused(machine):
    def map_(flags):
        return answer(machine, "mmap", 0, 4096, 3, flags, -1, 0)

    private, shared, validate, anonymous, grows, no_reserve = 2, 1, 3, 0x20, 0x100, 0x4000
    assert {map_(flags) for flags in (private, private | anonymous, private | anonymous | no_reserve, shared)} == {
        ALLOW
    }
    assert {
        map_(flags)
        for flags in (shared | anonymous, validate | anonymous, private | anonymous | grows, private | grows)
    } == {"EPERM"}


@pytest.mark.parametrize("machine", MACHINES)
def test_a_file_that_may_be_read_cannot_be_truncated_in_opening_it(machine):
    for name, before in (("openat", (-100, 0)), ("open", (0,))):
        for flags in (os.O_RDONLY, os.O_WRONLY | os.O_TRUNC, os.O_RDWR | os.O_TRUNC | os.O_CREAT, os.O_PATH):
            assert answer(machine, name, *before, flags) in (None, ALLOW)
        for flags in (
            os.O_TRUNC,
            os.O_TRUNC | os.O_CREAT,
            os.O_TRUNC | os.O_CLOEXEC,
            3,
            3 | os.O_TRUNC,
            3 | os.O_CREAT,
        ):
            assert answer(machine, name, *before, flags) in (None, "EPERM")


@pytest.mark.parametrize("machine", MACHINES)
def test_arguments_decide_on_limits_devices_and_descriptors(machine):
    assert answer(machine, "prlimit64", 0, 7) == answer(machine, "prlimit64", PID, 7) == ALLOW
    assert answer(machine, "prlimit64", 1, 7) == "EPERM"
    assert answer(machine, "ioctl", 1, 0x5401) == ALLOW
    assert answer(machine, "ioctl", 1, 0x5412) == "ENOTTY"  # types a character into a terminal
    assert answer(machine, "fcntl", 3, 4, 0x800) == answer(machine, "fcntl", 3, 1030, 10) == ALLOW
    assert {answer(machine, "fcntl", 3, command) for command in (8, 10, 15, 1024, 1026, 1031)} == {"EPERM"}
    assert {answer(machine, "fcntl", 3, command) for command in (6, 7, 37, 38)} == {"0"}
    assert {answer(machine, "fcntl", 3, command) for command in (5, 36)} == {ALLOW}
    assert answer(machine, "prctl", 15) == ALLOW
    assert {answer(machine, "prctl", option) for option in (1, 4, 22, 24, 36, 38, 47)} == {"EPERM"}


@pytest.mark.parametrize("machine", MACHINES)
def test_what_landlock_does_not_govern_does_nothing_where_files_could_be_reached(machine):
    for name in ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchownat"):
        assert answer(machine, name) in (None, "0")
        assert answer(machine, name, read_only=True) in (None, ALLOW)
    for name in ("truncate", "fallocate"):
        assert answer(machine, name) == "EPERM"
        assert answer(machine, name, read_only=True) == ALLOW
    for name, before in (("utimensat", (-100, 1)), ("utime", (1,)), ("utimes", (1,)), ("futimesat", (-100, 1))):
        assert answer(machine, name, *before, 12345) in (None, "0")
        assert answer(machine, name, *before, 0) in (None, "EPERM")
        assert answer(machine, name, *before, 0, read_only=True) in (None, ALLOW)


@pytest.mark.parametrize("machine", MACHINES)
def test_what_would_be_a_channel_between_submissions_does_nothing(machine):
    for name in ("flock", "setpriority", "sched_setaffinity"):
        assert answer(machine, name) == "0"
    for name in ("getxattr", "lgetxattr", "fgetxattr", "listxattr"):
        assert answer(machine, name) == "ENOTSUP"


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_of_another_architecture_end_the_process(machine):
    for audit in (I386, ARM, AUDIT["x86_64" if machine == "aarch64" else "aarch64"]):
        assert run(machine, 0, audit=audit) == KILL
    if machine == "x86_64":
        assert run(machine, 0x40000000) == run(machine, 0x40000000 | 56) == run(machine, -1) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_younger_than_the_tables_do_not_exist(machine):
    assert run(machine, syscalls.NEWEST_KNOWN + 1) == run(machine, 0x3FFFFFFF) == "ENOSYS"


@pytest.mark.parametrize("machine", MACHINES)
@given(number=st.integers(0, 600), arguments=st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_only_what_the_tables_name_is_allowed(machine, number, arguments):
    known = {pair[COLUMN[machine]] for table in (syscalls.ALLOWED, syscalls.EXAMINED) for pair in table.values()}
    if run(machine, number, arguments) == ALLOW:
        assert number in known


@given(arguments=st.lists(st.integers(0, 2**64 - 1), min_size=6, max_size=6))
def test_high_halves_of_arguments_change_nothing_for_the_kernel_reads_integers(arguments):
    low = [value & 0xFFFFFFFF for value in arguments]
    for name in syscalls.EXAMINED:
        assert answer("x86_64", name, *arguments) == answer("x86_64", name, *low)


def test_this_machine_is_told_apart(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    assert not seccomp.available()
