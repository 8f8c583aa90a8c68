# Has SQLite copy a database of its own to a place outside.
# stopped by: landlock, scratch
# verdict: error
import sqlite3


def attack():
    with sqlite3.connect(":memory:") as connection:
        connection.execute("vacuum into '@WATCHED@/copy.db'")
    return True
