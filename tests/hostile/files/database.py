# Opens a file as a database, which SQLite does in C.
# stopped by: landlock, scratch
# verdict: error
import sqlite3


def attack():
    with sqlite3.connect("@WATCHED@/new.db") as connection:
        connection.execute("create table mine (x)")
    return True
