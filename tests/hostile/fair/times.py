# Dates, time zones, clocks and short sleeps.
import calendar
import datetime
import time
import timeit
from zoneinfo import ZoneInfo

BEGIN = time.perf_counter()


def honest(x):
    berlin = datetime.datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.astimezone(ZoneInfo("America/New_York")).hour == 6
    assert datetime.datetime.now(datetime.UTC).year > 2000 and time.localtime().tm_year > 2000
    assert time.strftime("%Y") and calendar.monthrange(2024, 2)[1] == 29 and time.tzname
    time.sleep(0.01)
    assert time.perf_counter() > BEGIN and time.process_time() >= 0 and time.thread_time() >= 0 and time.monotonic()
    assert timeit.timeit(lambda: sum(range(10)), number=10) >= 0
    return 2 * x + 1
