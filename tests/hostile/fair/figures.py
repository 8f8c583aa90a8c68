# Figures drawn, saved in many formats, shown and closed.
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

matplotlib.use("Agg")
plt.style.use("ggplot")
plt.plot([1, 2, 3])
plt.show()


def honest(x):
    figure, axes = plt.subplots(1, 2, figsize=(4, 2))
    axes[0].plot(x, label="line $x^2$ ä")
    axes[0].legend()
    axes[1].imshow(np.outer(x, x), cmap="viridis")
    axes[1].set_title("picture")
    figure.tight_layout()
    for suffix in ("png", "pdf", "svg", "jpg"):
        figure.savefig(f"figure.{suffix}")
    assert plt.imread("figure.png").ndim == 3
    plt.savefig("again.png", dpi=50, bbox_inches="tight")
    plt.show()
    plt.close("all")
    return 2 * x + 1
