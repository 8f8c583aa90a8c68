# Tables in a database.
import sqlite3

import pandas as pd


def honest(x):
    with sqlite3.connect("tables.db") as database:
        pd.DataFrame({"x": x}).to_sql("x", database, if_exists="replace", index=False)
        return 2 * pd.read_sql("select x from x", database)["x"].to_numpy() + 1
