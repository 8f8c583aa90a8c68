"""Everything that runs in the isolated process, and nothing else.

This package imports nothing from the rest of ``grader``; the rest takes only bytes from it.

    warm.py         the warm process: imports what is slow once, forks a child for each run
    warming.py      what every child would do first, done once before the fork
    confinement.py  what a forked child gives up before it sees a line of the student's source
    landlock.py     the kernel's wall around files
    seccomp.py      the kernel's filter of system calls; their names and numbers are in syscalls.py
    namespaces.py   a scratch folder of bounded size that only this process sees
    semaphores.py   semaphores for the threads of a process that has no /dev/shm
    removal.py      removing a folder whatever is in it
    pristine.py     modules as they were before the student's source, for the probes
    serving.py      the child's life: load the source, run one probe after another, answer
    seeding.py      random numbers that start anew for each case
    loading.py      source text to namespace, cell by cell and statement by statement
    elementwise.py  the guard that holds `naive_` parts to one element at a time
    probing.py      what a probe works with: the student's functions, `outcome`, `timed`
    encoding.py     an answer becomes bounded plain data
    wire.py         frames and type codes; also read by the outside
"""
