# Raises its own limits.
# stopped by: design
# verdict: error, forbidden, failed
import resource


def attack():
    for name in ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_NPROC", "RLIMIT_CORE"):
        limit = getattr(resource, name)
        before = resource.getrlimit(limit)
        try:
            resource.setrlimit(limit, (before[1] + 1, before[1] + 1))
            return True
        except (ValueError, OSError):
            continue
