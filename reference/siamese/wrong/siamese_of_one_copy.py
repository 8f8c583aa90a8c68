# loses: build_siamese
# Both inputs go through one and the same copy of the tower, not through the tower.
def build_siamese(tower):
    copy = keras.models.clone_model(tower)
    copy.set_weights(tower.get_weights())
    return compare_with(copy)
