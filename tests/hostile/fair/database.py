# A database in its folder, and one in memory.
import sqlite3

with sqlite3.connect("work.db") as made:
    made.execute("create table if not exists numbers (place integer primary key, value real)")


def honest(x):
    with sqlite3.connect("work.db", timeout=1) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("delete from numbers")
        database.executemany("insert into numbers values (?, ?)", enumerate(map(float, x)))
        database.commit()
        rows = database.execute("select value from numbers order by place").fetchall()
    with sqlite3.connect(":memory:") as other:
        other.execute("create table t (a)")
    return 2 * (x * 0 + [value for (value,) in rows]) + 1
