# Text files, CSV, JSON, INI, in folders.
import configparser
import csv
import glob
import json
import os
from pathlib import Path

os.makedirs("results/deep", exist_ok=True)
Path("results/notes.txt").write_text("ä€", encoding="utf-8")


def honest(x):
    with open("results/x.json", "w") as file:
        json.dump(list(x), file)
    with open("results/x.csv", "w", newline="") as file:
        csv.writer(file).writerows([[value] for value in x])
    parser = configparser.ConfigParser()
    parser["a"] = {"b": "1"}
    with open("results/x.ini", "w") as file:
        parser.write(file)
    folder = Path("results")
    assert sorted(path.name for path in folder.iterdir()) and glob.glob("results/*.csv") and folder.resolve().is_dir()
    (folder / "deep" / "one").touch()
    (folder / "deep" / "one").rename(folder / "two")
    (folder / "two").unlink()
    assert any("x.csv" in names for _, _, names in os.walk("."))
    assert os.path.abspath(".") == os.getcwd() and os.path.exists("results") and not os.path.exists("/nothing")
    with open("results/x.json") as file:
        return 2 * (x * 0 + json.load(file)) + 1
