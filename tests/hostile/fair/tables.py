# Tables written and read in many formats.
import matplotlib.pyplot as plt
import pandas as pd

pd.set_option("display.max_rows", 5)


def honest(x):
    table = pd.DataFrame({"x": x, "name": ["ä"] * len(x), "day": pd.date_range("2024-01-01", periods=len(x), tz="UTC")})
    table.to_csv("x.csv", index=False)
    table.to_json("x.json")
    table.to_pickle("x.pkl")
    table.to_html("x.html")
    read = pd.read_csv("x.csv", parse_dates=["day"])
    assert len(list(pd.read_csv("x.csv", chunksize=2))) > 1 and len(pd.read_pickle("x.pkl")) == len(x)
    assert read.groupby("name")["x"].mean().size == 1 and read.describe() is not None and read.merge(read).size
    print(read.info(), read.to_string())
    read["x"].plot()
    plt.close("all")
    return 2 * read["x"].to_numpy() + 1
