# Pictures made, saved, changed and read.
import numpy as np
from PIL import Image


def honest(x):
    picture = Image.fromarray((np.outer(x, x) * 10 % 255).astype(np.uint8))
    for suffix in ("png", "jpg", "bmp", "gif"):
        picture.save(f"picture.{suffix}")
        assert Image.open(f"picture.{suffix}").size == (len(x), len(x))
    assert picture.resize((4, 4)).rotate(90).convert("RGB").getpixel((0, 0)) is not None
    return 2 * x + 1
