"""Pages made of a gradebook: each one file that works without a network, and holds no code of anybody but ours."""
