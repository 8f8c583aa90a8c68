# loses: build_siamese
# The tower is frozen, so that training the siamese model leaves it as it is.
def build_siamese(tower):
    tower.trainable = False
    return compare_with(tower)
